/* A library for LD_PRELOAD that has the n-th call to the file system below a folder fail.

   cc -shared -fPIC -O1 -o failing.so failing.c -ldl

   Calls are counted that name a file below the folder or a descriptor that is open there. A program arms it:

   failing_arm(folder, number, error, stays): call `number` (from 1; 0: none) fails with `error`, and all later ones
   if `stays`. failing_last() returns the name and path of the last failed.
   With FAILING_LOG in the environment, each call is written to that file.  */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long wanted, counted;
static int wanted_error, stays;
static char last[PATH_MAX + 64];

void failing_arm(const char *path, long number, int error, int on)
{
    snprintf(folder, sizeof folder, "%s", path);
    wanted = number, wanted_error = error, stays = on;
    last[0] = 0;
    __atomic_store_n(&counted, 0, __ATOMIC_SEQ_CST);
}

const char *failing_last(void) { return last; }

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

static void record(const char *call, const char *path, long number)
{
    const char *log = getenv("FAILING_LOG");
    if (!log) return;
    int (*open_)(const char *, int, ...) = next("open");
    ssize_t (*write_)(int, const void *, size_t) = next("write");
    int (*close_)(int) = next("close");
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
    int file = open_(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file < 0) return;
    if (write_(file, line, (size_t)length) < 0) {}
    close_(file);
}

/* Whether the call at hand fails; then errno is set. */
static int fails_at(const char *call, const char *path)
{
    int before = errno;
    if (!folder[0] || strncmp(path, folder, strlen(folder))) return 0;
    long number = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    record(call, path + strlen(folder), number);
    errno = before;
    if (!wanted || number < wanted || (number > wanted && !stays)) return 0;
    if (!last[0]) snprintf(last, sizeof last, "%s %s", call, path + strlen(folder));
    errno = wanted_error;
    return 1;
}

static int fails_path(const char *call, int directory, const char *path)
{
    char whole[2 * PATH_MAX], place[64];
    if (!folder[0] || !path) return 0;
    if (path[0] == '/') return fails_at(call, path);
    if (directory == AT_FDCWD) {
        if (!getcwd(whole, PATH_MAX)) return 0;
    } else {
        snprintf(place, sizeof place, "/proc/self/fd/%d", directory);
        ssize_t length = readlink(place, whole, PATH_MAX - 1);
        if (length < 0) return 0;
        whole[length] = 0;
    }
    strcat(whole, "/");
    strncat(whole, path, PATH_MAX - 1);
    return fails_at(call, whole);
}

static int fails_file(const char *call, int file)
{
    char place[64], path[PATH_MAX];
    int before = errno;
    if (!folder[0]) return 0;
    snprintf(place, sizeof place, "/proc/self/fd/%d", file);
    ssize_t length = readlink(place, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return fails_at(call, path);
}

#define ON_FILE(result, name, parameters, arguments)                                                                   \
    result name parameters                                                                                             \
    {                                                                                                                  \
        if (fails_file(#name, file)) return -1;                                                                        \
        return ((result(*) parameters)next(#name)) arguments;                                                          \
    }

ON_FILE(ssize_t, write, (int file, const void *from, size_t size), (file, from, size))
ON_FILE(ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
ON_FILE(ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
ON_FILE(ssize_t, writev, (int file, const struct iovec *from, int count), (file, from, count))
ON_FILE(ssize_t, read, (int file, void *into, size_t size), (file, into, size))
ON_FILE(ssize_t, pread, (int file, void *into, size_t size, off_t at), (file, into, size, at))
ON_FILE(ssize_t, pread64, (int file, void *into, size_t size, off64_t at), (file, into, size, at))
ON_FILE(int, fsync, (int file), (file))
ON_FILE(int, fdatasync, (int file), (file))
ON_FILE(int, syncfs, (int file), (file))
ON_FILE(int, ftruncate, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size))
ON_FILE(int, fchmod, (int file, mode_t mode), (file, mode))
ON_FILE(int, posix_fallocate, (int file, off_t at, off_t size), (file, at, size))

#define ON_PATH(result, name, parameters, arguments)                                                                   \
    result name parameters                                                                                             \
    {                                                                                                                  \
        if (fails_path(#name, AT_FDCWD, path)) return -1;                                                              \
        return ((result(*) parameters)next(#name)) arguments;                                                          \
    }

ON_PATH(int, rename, (const char *path, const char *to), (path, to))
ON_PATH(int, unlink, (const char *path), (path))
ON_PATH(int, rmdir, (const char *path), (path))
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(int, chmod, (const char *path, mode_t mode), (path, mode))
ON_PATH(int, link, (const char *path, const char *to), (path, to))

DIR *opendir(const char *path)
{
    if (fails_path("opendir", AT_FDCWD, path)) return NULL;
    return ((DIR * (*)(const char *)) next("opendir"))(path);
}

#define ON_PLACE(name, parameters, arguments)                                                                          \
    int name parameters                                                                                                \
    {                                                                                                                  \
        if (fails_path(#name, directory, path)) return -1;                                                             \
        return ((int(*) parameters)next(#name)) arguments;                                                             \
    }

ON_PLACE(renameat, (int directory, const char *path, int other, const char *to), (directory, path, other, to))
ON_PLACE(unlinkat, (int directory, const char *path, int flags), (directory, path, flags))
ON_PLACE(mkdirat, (int directory, const char *path, mode_t mode), (directory, path, mode))

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = va_arg(rest, mode_t);                                                                            \
        va_end(rest);                                                                                                  \
        if (fails_path(#name, AT_FDCWD, path)) return -1;                                                              \
        return ((int (*)(const char *, int, ...))next(#name))(path, flags, mode);                                      \
    }

OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                                                   \
    int name(int directory, const char *path, int flags, ...)                                                          \
    {                                                                                                                  \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = va_arg(rest, mode_t);                                                                            \
        va_end(rest);                                                                                                  \
        if (fails_path(#name, directory, path)) return -1;                                                             \
        return ((int (*)(int, const char *, int, ...))next(#name))(directory, path, flags, mode);                      \
    }

OPENAT(openat)
OPENAT(openat64)
