#ifndef DSPROVER_CSQLITE_SHIM_H
#define DSPROVER_CSQLITE_SHIM_H

#include <sqlite3.h>

// sqlite3_config is variadic, which Swift cannot call.

/// Leaves out the statistics about memory, for which SQLite takes a lock of the whole process at every allocation. Only
/// before the first use of SQLite; afterwards it answers SQLITE_MISUSE and changes nothing.
static inline int csqlite_leave_out_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
