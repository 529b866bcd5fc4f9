#define _GNU_SOURCE
#include "faulty_storage.h"

#ifndef __linux__
// Elsewhere programs can't replace functions of the system's libraries by linking others.
long fault_count(int kind) { (void)kind; return 0; }
void fault_power_loss(void) {}
#else

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WRITE, SYNC, OPEN, RENAME, KINDS };
enum { LARGEST_DESCRIPTOR = 4096 };

/// A change of a file's content that is not durable yet.
struct change {
    struct change *before;
    off_t offset, old_size, new_size;
    size_t old_count, new_count;
    char *old_bytes, *new_bytes;
};

/// A file with changes. Its descriptor is never closed, since closing any would give up the locks on the file.
struct file {
    struct file *next;
    dev_t device;
    ino_t inode;
    int descriptor;
    struct change *last;
};

/// A change of a directory that is not durable yet.
struct entry {
    struct entry *before;
    dev_t device;
    ino_t inode;
    enum { MADE, MADE_DIRECTORY, REMOVED, RENAMED } what;
    char path[PATH_MAX], from[PATH_MAX], stash[PATH_MAX];
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *root, *stash;
static long power_at, fail_at, counts[KINDS], stashed;
static int fail_kind = -1, fail_error;
static unsigned seed;
static struct file *files;
static struct entry *entries;
static char descriptors[LARGEST_DESCRIPTOR];
enum { OTHER, TRACKED, VOLATILE };

static void set_up(void) {
    root = getenv("FAULT_ROOT");
    stash = getenv("FAULT_STASH");
    if (getenv("FAULT_POWER")) power_at = atol(getenv("FAULT_POWER"));
    if (getenv("FAULT_SEED")) seed = (unsigned)atol(getenv("FAULT_SEED"));
    const char *fail = getenv("FAULT_FAIL");
    char kind[16];
    if (fail && sscanf(fail, "%15[a-z]:%ld:%d", kind, &fail_at, &fail_error) == 3) {
        const char *names[] = {"write", "sync", "open", "rename"};
        for (int i = 0; i < KINDS; i++) if (!strcmp(kind, names[i])) fail_kind = i;
    }
}

static int ends_with(const char *text, const char *ending) {
    size_t a = strlen(text), b = strlen(ending);
    return a >= b && !strcmp(text + a - b, ending);
}

/// Whether a path is below the root; locks and shared memory mean nothing after a loss of power.
static int sort_of(const char *path) {
    pthread_once(&once, set_up);
    if (!root || !path || strncmp(path, root, strlen(root))) return OTHER;
    return ends_with(path, "-shm") || ends_with(path, ".lock") ? VOLATILE : TRACKED;
}

static int sort_of_descriptor(int fd) { return fd >= 0 && fd < LARGEST_DESCRIPTOR ? descriptors[fd] : OTHER; }

/// Counts a call; 1 where it is the one that must fail.
static int fails(int kind) {
    long count = __atomic_add_fetch(&counts[kind], 1, __ATOMIC_SEQ_CST);
    if (kind != fail_kind || count != fail_at) return 0;
    errno = fail_error;
    return 1;
}

long fault_count(int kind) { return kind >= 0 && kind < KINDS ? counts[kind] : 0; }

// MARK: - The system's own calls

static int real_open(const char *path, int flags, mode_t mode) { return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode); }
static ssize_t real_pwrite(int fd, const void *bytes, size_t count, off_t offset) { return syscall(SYS_pwrite64, fd, bytes, count, offset); }
static int real_truncate(int fd, off_t size) { return (int)syscall(SYS_ftruncate, fd, size); }
static int real_link(const char *a, const char *b) { return (int)syscall(SYS_linkat, AT_FDCWD, a, AT_FDCWD, b, 0); }
static int real_unlink(const char *path, int flags) { return (int)syscall(SYS_unlinkat, AT_FDCWD, path, flags); }
static int real_rename(const char *a, const char *b) { return (int)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 0); }

// MARK: - What is not durable

static struct file *file_of(int fd) {
    struct stat status;
    if (fstat(fd, &status)) return NULL;
    for (struct file *file = files; file; file = file->next)
        if (file->device == status.st_dev && file->inode == status.st_ino) return file;
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct file *file = calloc(1, sizeof *file);
    file->device = status.st_dev;
    file->inode = status.st_ino;
    file->descriptor = real_open(path, O_RDWR | O_CLOEXEC, 0);
    file->next = files;
    files = file;
    return file;
}

static void note_change(int fd, const void *bytes, size_t count, off_t offset, off_t new_size) {
    struct file *file = power_at ? file_of(fd) : NULL;
    struct stat status;
    if (!file || fstat(fd, &status)) return;
    struct change *change = calloc(1, sizeof *change);
    change->offset = offset;
    change->old_size = status.st_size;
    change->new_size = new_size < 0 ? (status.st_size > offset + (off_t)count ? status.st_size : offset + (off_t)count) : new_size;
    off_t end = new_size < 0 ? offset + (off_t)count : status.st_size;
    if (end > status.st_size) end = status.st_size;
    if (end > offset) {
        change->old_bytes = malloc((size_t)(end - offset));
        ssize_t got = pread(file->descriptor, change->old_bytes, (size_t)(end - offset), offset);
        change->old_count = got > 0 ? (size_t)got : 0;
    }
    if (count) {
        change->new_bytes = malloc(count);
        memcpy(change->new_bytes, bytes, count);
        change->new_count = count;
    }
    change->before = file->last;
    file->last = change;
}

static void forget_changes(struct file *file) {
    while (file && file->last) {
        struct change *change = file->last;
        file->last = change->before;
        free(change->old_bytes);
        free(change->new_bytes);
        free(change);
    }
}

static void directory_of(const char *path, char *directory) {
    snprintf(directory, PATH_MAX, "%s", path);
    char *slash = strrchr(directory, '/');
    if (slash) slash[slash == directory] = 0;
}

static void keep(const char *path, char *kept) {
    snprintf(kept, PATH_MAX, "%s/%d-%ld", stash ? stash : "/nonexistent", (int)getpid(), ++stashed);
    if (real_link(path, kept)) kept[0] = 0;
}

static struct entry *note_entry(int what, const char *path) {
    if (!power_at) return NULL;
    char directory[PATH_MAX];
    struct stat status;
    directory_of(path, directory);
    if (stat(directory, &status)) return NULL;
    struct entry *entry = calloc(1, sizeof *entry);
    entry->what = what;
    entry->device = status.st_dev;
    entry->inode = status.st_ino;
    snprintf(entry->path, PATH_MAX, "%s", path);
    entry->before = entries;
    entries = entry;
    return entry;
}

static void drop_entry(struct entry *entry) {
    if (entry && entries == entry) {
        entries = entry->before;
        free(entry);
    }
}

static void forget_entries(dev_t device, ino_t inode) {
    struct entry **place = &entries;
    while (*place) {
        struct entry *entry = *place;
        if (entry->device != device || entry->inode != inode) {
            place = &entry->before;
            continue;
        }
        *place = entry->before;
        free(entry);
    }
}

/// Takes all changes of a file back, the last one first, then makes those anew that chance has kept.
static void take_back(struct file *file, struct change *change) {
    if (!change) return;
    if (real_pwrite(file->descriptor, change->old_bytes, change->old_count, change->offset) < 0) abort();
    if (real_truncate(file->descriptor, change->old_size)) abort();
    take_back(file, change->before);
    if (!seed || rand_r(&seed) % 2) return;
    if (!change->new_count) {
        if (real_truncate(file->descriptor, change->new_size)) abort();
    } else if (real_pwrite(file->descriptor, change->new_bytes, change->new_count, change->offset) < 0) {
        abort();
    }
}

static void take_entry_back(struct entry *entry) {
    char gone[PATH_MAX];
    switch (entry->what) {
    case MADE: real_unlink(entry->path, 0); break;
    case MADE_DIRECTORY:
        snprintf(gone, sizeof gone, "%s/%d-%ld", stash ? stash : "/nonexistent", (int)getpid(), ++stashed);
        real_rename(entry->path, gone);
        break;
    case REMOVED: if (entry->stash[0]) real_link(entry->stash, entry->path); break;
    case RENAMED:
        real_rename(entry->path, entry->from);
        if (entry->stash[0]) real_link(entry->stash, entry->path);
        break;
    }
}

/// The mutex is held and stays so: no other thread changes anything any more.
static void lose_power(void) {
    for (struct file *file = files; file; file = file->next) take_back(file, file->last);
    if (!seed || rand_r(&seed) % 2) for (struct entry *entry = entries; entry; entry = entry->before) take_entry_back(entry);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

void fault_power_loss(void) {
    pthread_once(&once, set_up);
    if (!power_at) return;
    pthread_mutex_lock(&mutex);
    lose_power();
}

// MARK: - What replaces the C library's

static int tracked_open(const char *path, int flags, mode_t mode) {
    int sort = sort_of(path);
    if (sort == OTHER) {
        int fd = real_open(path, flags, mode);
        if (fd >= 0 && fd < LARGEST_DESCRIPTOR) descriptors[fd] = OTHER;
        return fd;
    }
    if (fails(OPEN)) return -1;
    pthread_mutex_lock(&mutex);
    struct stat status;
    int is_new = (flags & O_CREAT) && lstat(path, &status);
    int fd = real_open(path, flags, mode);
    int error = errno;
    if (fd >= 0 && fd < LARGEST_DESCRIPTOR) descriptors[fd] = (char)sort;
    if (fd >= 0 && is_new && sort == TRACKED) note_entry(MADE, path);
    if (fd >= 0 && !is_new && (flags & O_TRUNC) && sort == TRACKED) abort();
    pthread_mutex_unlock(&mutex);
    errno = error;
    return fd;
}

#define MODE_OF(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *path, int flags, ...) { MODE_OF(flags, mode) return tracked_open(path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags, mode) return tracked_open(path, flags | O_LARGEFILE, mode); }

int close(int fd) {
    if (fd >= 0 && fd < LARGEST_DESCRIPTOR) descriptors[fd] = OTHER;
    return (int)syscall(SYS_close, fd);
}

static ssize_t tracked_write(int fd, const void *bytes, size_t count, off_t offset) {
    int sort = sort_of_descriptor(fd);
    if (sort != OTHER && fails(WRITE)) return -1;
    if (sort != TRACKED) return real_pwrite(fd, bytes, count, offset);
    pthread_mutex_lock(&mutex);
    note_change(fd, bytes, count, offset, -1);
    ssize_t written = real_pwrite(fd, bytes, count, offset);
    pthread_mutex_unlock(&mutex);
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return tracked_write(fd, bytes, count, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return tracked_write(fd, bytes, count, offset); }

ssize_t write(int fd, const void *bytes, size_t count) {
    if (sort_of_descriptor(fd) == OTHER) return syscall(SYS_write, fd, bytes, count);
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t written = tracked_write(fd, bytes, count, offset);
    if (written > 0) lseek(fd, offset + written, SEEK_SET);
    return written;
}

static int tracked_truncate(int fd, off_t size) {
    int sort = sort_of_descriptor(fd);
    if (sort != OTHER && fails(WRITE)) return -1;
    if (sort != TRACKED) return real_truncate(fd, size);
    pthread_mutex_lock(&mutex);
    note_change(fd, NULL, 0, size, size);
    int code = real_truncate(fd, size);
    pthread_mutex_unlock(&mutex);
    return code;
}

int ftruncate(int fd, off_t size) { return tracked_truncate(fd, size); }
int ftruncate64(int fd, off64_t size) { return tracked_truncate(fd, size); }

static int tracked_sync(int fd, long call) {
    int sort = sort_of_descriptor(fd);
    if (sort != OTHER && fails(SYNC)) return -1;
    // Nothing is gained by waiting for the disk where the power is never really gone.
    if (sort == OTHER || !power_at) return sort == OTHER ? (int)syscall(call, fd) : 0;
    pthread_mutex_lock(&mutex);
    if (counts[SYNC] >= power_at) lose_power();
    struct stat status;
    if (!fstat(fd, &status)) {
        if (S_ISDIR(status.st_mode)) forget_entries(status.st_dev, status.st_ino);
        else for (struct file *file = files; file; file = file->next)
            if (file->device == status.st_dev && file->inode == status.st_ino) forget_changes(file);
    }
    pthread_mutex_unlock(&mutex);
    return 0;
}

int fsync(int fd) { return tracked_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return tracked_sync(fd, SYS_fdatasync); }

int link(const char *from, const char *to) {
    if (sort_of(to) != TRACKED) return real_link(from, to);
    if (fails(RENAME)) return -1;
    pthread_mutex_lock(&mutex);
    int code = real_link(from, to);
    int error = errno;
    if (!code) note_entry(MADE, to);
    pthread_mutex_unlock(&mutex);
    errno = error;
    return code;
}

int rename(const char *from, const char *to) {
    if (sort_of(to) != TRACKED) return real_rename(from, to);
    if (fails(RENAME)) return -1;
    pthread_mutex_lock(&mutex);
    struct entry *entry = note_entry(RENAMED, to);
    if (entry) {
        snprintf(entry->from, PATH_MAX, "%s", from);
        keep(to, entry->stash);
    }
    int code = real_rename(from, to);
    int error = errno;
    if (code) drop_entry(entry);
    pthread_mutex_unlock(&mutex);
    errno = error;
    return code;
}

int unlink(const char *path) {
    if (sort_of(path) != TRACKED) return real_unlink(path, 0);
    pthread_mutex_lock(&mutex);
    struct entry *entry = note_entry(REMOVED, path);
    if (entry) keep(path, entry->stash);
    int code = real_unlink(path, 0);
    int error = errno;
    if (code) drop_entry(entry);
    pthread_mutex_unlock(&mutex);
    errno = error;
    return code;
}

int mkdir(const char *path, mode_t mode) {
    if (sort_of(path) != TRACKED) return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (fails(RENAME)) return -1;
    pthread_mutex_lock(&mutex);
    int code = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    int error = errno;
    if (!code) note_entry(MADE_DIRECTORY, path);
    pthread_mutex_unlock(&mutex);
    errno = error;
    return code;
}

#endif
