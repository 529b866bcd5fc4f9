// The types of libpq, and a table of those of its functions that are called, which are looked up in the library when it is loaded. Nothing is linked: loading
// libpq, and the libraries that it needs itself, would take longer than all else that a program does before it begins.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#elif __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#elif __has_include("/opt/homebrew/opt/libpq/include/libpq-fe.h")
#include "/opt/homebrew/opt/libpq/include/libpq-fe.h"
#elif __has_include("/usr/local/opt/libpq/include/libpq-fe.h")
#include "/usr/local/opt/libpq/include/libpq-fe.h"
#else
#error "the header of libpq is not there. Debian: 'apt-get install libpq-dev'; macOS: 'brew install libpq'; or name its directory with -Xcc -I"
#endif
#include <dlfcn.h>
#include <stddef.h>

#define LIBPQ_FUNCTIONS(each) \
    each(PQbackendPID) each(PQcancel) each(PQclear) each(PQcmdStatus) each(PQcmdTuples) each(PQconnectPoll) each(PQconnectStartParams) \
    each(PQconnectionNeedsPassword) each(PQconninfoFree) each(PQconninfoParse) each(PQconsumeInput) each(PQenterPipelineMode) each(PQerrorMessage) each(PQescapeIdentifier) \
    each(PQexec) each(PQexitPipelineMode) each(PQfinish) each(PQfreeCancel) each(PQfreemem) each(PQftype) each(PQgetCancel) each(PQgetResult) \
    each(PQgetisnull) each(PQgetlength) each(PQgetvalue) each(PQnfields) each(PQnotifies) each(PQntuples) each(PQpipelineSync) \
    each(PQresultErrorField) each(PQresultErrorMessage) each(PQresultStatus) each(PQsendPrepare) each(PQsendQueryParams) \
    each(PQsendQueryPrepared) each(PQserverVersion) each(PQsetErrorVerbosity) each(PQsetNoticeProcessor) each(PQsetSingleRowMode) each(PQsocket) \
    each(PQstatus) each(PQtransactionStatus)

struct LibPQFunctions {
#define LIBPQ_MEMBER(name) __typeof__(name) *name;
    LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};

/// Looks all functions up in a library that was loaded. Gives the name of one that it lacks, or NULL.
static inline const char *libpq_look_up(struct LibPQFunctions *functions, void *library) {
#define LIBPQ_LOOK_UP(name) \
    *(void **)&functions->name = dlsym(library, #name); \
    if (functions->name == NULL) return #name;
    LIBPQ_FUNCTIONS(LIBPQ_LOOK_UP)
#undef LIBPQ_LOOK_UP
    return NULL;
}
