// A disk that fails and a clock that jumps, for scripts/fault-injection: loaded in front of libc with LD_PRELOAD.
//
//   FAULT_FILES  a part of the path of the files that fail     FAULT_ERROR  ENOSPC, EIO or EROFS
//   FAULT_AT     which call is the first to fail, from 1       FAULT_FOR    how many fail from there on; without it, all
//   FAULT_COUNT  a file to which the number of calls is written at the end of the process
//   FAULT_CLOCK  a file with the seconds by which the time of day is off; read anew each time
//
// The calls that count are those that change a file: open for writing, write, pwrite, fsync, fdatasync, ftruncate, fallocate.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *files, *clock_file, *count_file;
static long first, count = LONG_MAX;
static int error;
static atomic_long calls;

__attribute__((constructor)) static void begin(void) {
    files = getenv("FAULT_FILES");
    clock_file = getenv("FAULT_CLOCK");
    count_file = getenv("FAULT_COUNT");
    const char *text = getenv("FAULT_AT");
    first = text ? atol(text) : 0;
    text = getenv("FAULT_FOR");
    if (text) count = atol(text);
    text = getenv("FAULT_ERROR");
    error = !text ? EIO : strcmp(text, "ENOSPC") == 0 ? ENOSPC : strcmp(text, "EROFS") == 0 ? EROFS : EIO;
    // What it starts has a disk and a clock of its own.
    unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void finish(void) {
    if (!count_file) return;
    FILE *output = fopen(count_file, "w");
    if (!output) return;
    fprintf(output, "%ld\n", atomic_load(&calls));
    fclose(output);
}

// Whether a call that changes a file of this path fails.
static bool fails(const char *path) {
    if (!files || !strstr(path, files)) return false;
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (first == 0 || number < first || number - first >= count) return false;
    errno = error;
    return true;
}

static bool fails_at(int file) {
    if (!files) return false;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return false;
    path[length] = 0;
    return fails(path);
}

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                              \
    int name(const char *path, int flags, ...) {                                \
        va_list rest;                                                           \
        va_start(rest, flags);                                                  \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                           \
        bool changes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);    \
        if (changes && fails(path)) return -1;                                  \
        return NEXT(name)(path, flags, mode);                                   \
    }

OPEN(open)
OPEN(open64)

ssize_t write(int file, const void *bytes, size_t size) {
    return fails_at(file) ? -1 : NEXT(write)(file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
    return fails_at(file) ? -1 : NEXT(pwrite)(file, bytes, size, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset) {
    return fails_at(file) ? -1 : NEXT(pwrite64)(file, bytes, size, offset);
}

int fsync(int file) { return fails_at(file) ? -1 : NEXT(fsync)(file); }

int fdatasync(int file) { return fails_at(file) ? -1 : NEXT(fdatasync)(file); }

int ftruncate(int file, off_t size) { return fails_at(file) ? -1 : NEXT(ftruncate)(file, size); }

int ftruncate64(int file, off64_t size) { return fails_at(file) ? -1 : NEXT(ftruncate64)(file, size); }

int posix_fallocate(int file, off_t offset, off_t size) {
    return fails_at(file) ? error : NEXT(posix_fallocate)(file, offset, size);
}

// By how many seconds the time of day is off.
static long offset(void) {
    if (!clock_file) return 0;
    int file = NEXT(open)(clock_file, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char text[32];
    ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    if (size <= 0) return 0;
    text[size] = 0;
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *moment) {
    int result = NEXT(clock_gettime)(clock, moment);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) moment->tv_sec += offset();
    return result;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
    int result = NEXT(gettimeofday)(moment, zone);
    if (result == 0) moment->tv_sec += offset();
    return result;
}

time_t time(time_t *place) {
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    if (place) *place = moment.tv_sec;
    return moment.tv_sec;
}
