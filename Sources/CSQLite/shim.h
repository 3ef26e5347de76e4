#include <sqlite3.h>

// The macro is a cast of -1, which Swift does not see: SQLite copies what is bound this way.
static inline int sayso_bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_text(statement, index, bytes ? (const char *)bytes : "", count, SQLITE_TRANSIENT);
}
