#pragma once
#include <sqlite3.h>

/// Lets the connection take text in double quotes for a name alone, as the standard says. The function that does it takes a list of arguments, which
/// Swift does not import (https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted).
static inline int csqlite_refuse_double_quoted_text(sqlite3 *connection) {
    int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
    return code != SQLITE_OK ? code : sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
}
