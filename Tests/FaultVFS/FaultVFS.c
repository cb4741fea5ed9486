#include "FaultVFS.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

// The file of the layer; the real one stands behind it in the same memory.
typedef struct {
    sqlite3_file base;
    const char *path; // SQLite keeps it for as long as the file is open.
} FaultFile;

static sqlite3_vfs layer;
static sqlite3_vfs *real;
static sqlite3_io_methods methods;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char prefix[1024];
    int operations, code, lasting, torn;
    long after, seen, hits;
} fault;

static sqlite3_file *below(sqlite3_file *file) { return (sqlite3_file *)((FaultFile *)file + 1); }

// The code with which the operation is to fail, SQLITE_OK when it may go on.
static int verdict(const char *path, int operation, int *torn) {
    int code = SQLITE_OK;
    pthread_mutex_lock(&guard);
    if ((fault.operations & operation) && path && !strncmp(path, fault.prefix, strlen(fault.prefix))) {
        long position = fault.seen++;
        if (position == fault.after || (position > fault.after && fault.lasting)) {
            fault.hits++;
            code = fault.code;
            if (torn) *torn = fault.torn;
        }
    }
    pthread_mutex_unlock(&guard);
    return code;
}

static int verdictOfFile(sqlite3_file *file, int operation, int *torn) {
    return verdict(((FaultFile *)file)->path, operation, torn);
}

static int fileClose(sqlite3_file *file) { return below(file)->pMethods->xClose(below(file)); }

static int fileRead(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int code = verdictOfFile(file, FAULT_READ, 0);
    return code ? code : below(file)->pMethods->xRead(below(file), bytes, count, offset);
}

static int fileWrite(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    int torn = 0;
    int code = verdictOfFile(file, FAULT_WRITE, &torn);
    if (code && torn) below(file)->pMethods->xWrite(below(file), bytes, count / 2, offset);
    return code ? code : below(file)->pMethods->xWrite(below(file), bytes, count, offset);
}

static int fileTruncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = verdictOfFile(file, FAULT_TRUNCATE, 0);
    return code ? code : below(file)->pMethods->xTruncate(below(file), size);
}

static int fileSync(sqlite3_file *file, int flags) {
    int code = verdictOfFile(file, FAULT_SYNC, 0);
    return code ? code : below(file)->pMethods->xSync(below(file), flags);
}

static int fileSize(sqlite3_file *file, sqlite3_int64 *size) {
    return below(file)->pMethods->xFileSize(below(file), size);
}

static int fileLock(sqlite3_file *file, int level) { return below(file)->pMethods->xLock(below(file), level); }

static int fileUnlock(sqlite3_file *file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }

static int fileCheckLock(sqlite3_file *file, int *result) {
    return below(file)->pMethods->xCheckReservedLock(below(file), result);
}

static int fileControl(sqlite3_file *file, int operation, void *argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

static int fileSectorSize(sqlite3_file *file) { return below(file)->pMethods->xSectorSize(below(file)); }

static int fileCharacteristics(sqlite3_file *file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int sharedMap(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    int code = verdictOfFile(file, FAULT_SHARED, 0);
    return code ? code : below(file)->pMethods->xShmMap(below(file), region, size, extend, memory);
}

static int sharedLock(sqlite3_file *file, int offset, int count, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void sharedBarrier(sqlite3_file *file) { below(file)->pMethods->xShmBarrier(below(file)); }

static int sharedUnmap(sqlite3_file *file, int delete) {
    return below(file)->pMethods->xShmUnmap(below(file), delete);
}

static int layerOpen(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given) {
    (void)vfs;
    FaultFile *own = (FaultFile *)file;
    own->path = path;
    own->base.pMethods = 0;
    int code = verdict(path, FAULT_OPEN, 0);
    if (code) return code;
    code = real->xOpen(real, path, below(file), flags, given);
    if (below(file)->pMethods) own->base.pMethods = &methods;
    return code;
}

static int layerDelete(sqlite3_vfs *vfs, const char *path, int sync) {
    (void)vfs;
    return real->xDelete(real, path, sync);
}

static int layerAccess(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    (void)vfs;
    return real->xAccess(real, path, flags, result);
}

static int layerFullPathname(sqlite3_vfs *vfs, const char *path, int count, char *full) {
    (void)vfs;
    return real->xFullPathname(real, path, count, full);
}

static int layerRandomness(sqlite3_vfs *vfs, int count, char *bytes) {
    (void)vfs;
    return real->xRandomness(real, count, bytes);
}

static int layerSleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return real->xSleep(real, microseconds);
}

static int layerTime(sqlite3_vfs *vfs, double *time) {
    (void)vfs;
    return real->xCurrentTime(real, time);
}

static int layerTime64(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    (void)vfs;
    return real->xCurrentTimeInt64(real, time);
}

static int layerError(sqlite3_vfs *vfs, int count, char *text) {
    (void)vfs;
    return real->xGetLastError(real, count, text);
}

static void prepare(void) {
    real = sqlite3_vfs_find(0);
    if (!real) return;
    layer = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(FaultFile) + real->szOsFile,
        .mxPathname = real->mxPathname,
        .zName = "fault",
        .xOpen = layerOpen,
        .xDelete = layerDelete,
        .xAccess = layerAccess,
        .xFullPathname = layerFullPathname,
        .xRandomness = layerRandomness,
        .xSleep = layerSleep,
        .xCurrentTime = layerTime,
        .xGetLastError = layerError,
        .xCurrentTimeInt64 = layerTime64,
    };
    // Version 2: without memory-mapped pages, so that every read passes here.
    methods = (sqlite3_io_methods){
        .iVersion = 2,
        .xClose = fileClose,
        .xRead = fileRead,
        .xWrite = fileWrite,
        .xTruncate = fileTruncate,
        .xSync = fileSync,
        .xFileSize = fileSize,
        .xLock = fileLock,
        .xUnlock = fileUnlock,
        .xCheckReservedLock = fileCheckLock,
        .xFileControl = fileControl,
        .xSectorSize = fileSectorSize,
        .xDeviceCharacteristics = fileCharacteristics,
        .xShmMap = sharedMap,
        .xShmLock = sharedLock,
        .xShmBarrier = sharedBarrier,
        .xShmUnmap = sharedUnmap,
    };
    sqlite3_vfs_register(&layer, 1);
}

int fault_vfs_register(void) {
    pthread_once(&once, prepare);
    return real ? SQLITE_OK : SQLITE_ERROR;
}

void fault_vfs_arm(const char *prefix, int operations, int code, long after, int lasting, int torn) {
    pthread_mutex_lock(&guard);
    strncpy(fault.prefix, prefix, sizeof fault.prefix - 1);
    fault.operations = operations;
    fault.code = code;
    fault.after = after;
    fault.lasting = lasting;
    fault.torn = torn;
    fault.seen = fault.hits = 0;
    pthread_mutex_unlock(&guard);
}

void fault_vfs_disarm(void) {
    pthread_mutex_lock(&guard);
    fault.operations = 0;
    pthread_mutex_unlock(&guard);
}

long fault_vfs_hits(void) {
    pthread_mutex_lock(&guard);
    long hits = fault.hits;
    pthread_mutex_unlock(&guard);
    return hits;
}
