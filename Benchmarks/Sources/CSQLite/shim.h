#include <sqlite3.h>

/// `SQLITE_TRANSIENT`, which is a cast that Swift does not import: SQLite copies the bytes that are bound.
static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }
