#ifndef FAULT_VFS_H
#define FAULT_VFS_H

// A layer between SQLite and the file system that lets operations fail when a test says so. For tests alone.

// What may fail; a set.
enum {
    FAULT_WRITE = 1,
    FAULT_SYNC = 2,
    FAULT_READ = 4,
    FAULT_OPEN = 8,
    FAULT_SHARED = 16,
    FAULT_TRUNCATE = 32,
};

// Puts the layer in place for all connections that are opened afterwards. May be called often.
int fault_vfs_register(void);

// From now on the operations on files whose path begins with the prefix end with the result code of SQLite, after so many of
// them have passed: one of them, or all from then on. A write that is torn has its first half done.
void fault_vfs_arm(const char *prefix, int operations, int code, long after, int lasting, int torn);

// Everything passes again.
void fault_vfs_disarm(void);

// How many operations were let fail since the layer was armed.
long fault_vfs_hits(void);

#endif
