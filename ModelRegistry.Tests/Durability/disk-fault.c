/* Loaded before the C library: the disk answers as the file that DISK_FAULT names says, for the files below the store or the database alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

typedef void *(*finder)(void *, const char *);

/* The system's own dlsym, whatever version of the C library this is. */
static finder find(void)
{
    static finder found;
    static const char *versions[] = {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5"};
    for (size_t i = 0; found == NULL && i < sizeof versions / sizeof *versions; i++)
        found = (finder)dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    return found;
}

#define NEXT(name) ((__typeof__(&name))find()(RTLD_NEXT, #name))

static int is_on(const char *kind)
{
    const char *place = getenv("DISK_FAULT");
    char text[64];
    ssize_t length;
    long file = place == NULL ? -1 : syscall(SYS_openat, AT_FDCWD, place, O_RDONLY);
    if (file < 0)
        return 0;
    length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (length <= 0)
        return 0;
    text[length] = 0;
    return strcmp(text, kind) == 0;
}

static int is_below(int file, const char *part)
{
    char link[64], path[4096];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return strstr(path, part) != NULL;
}

static int fails(int error)
{
    errno = error;
    return -1;
}

static int opening(const char *path, int flags)
{
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    if (path == NULL || strstr(path, "/artifacts/") == NULL)
        return 0;
    return writes && is_on("erofs") ? EROFS : is_on("eacces") ? EACCES : 0;
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...)                  \
    {                                                           \
        va_list rest;                                           \
        mode_t mode;                                            \
        int error = opening(path, flags);                       \
        if (error != 0)                                         \
            return fails(error);                                \
        va_start(rest, flags);                                  \
        mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;  \
        va_end(rest);                                           \
        return NEXT(name)(path, flags, mode);                   \
    }

OPEN(open)
OPEN(open64)

#define SYNC(name)                                                        \
    int name(int file)                                                    \
    {                                                                     \
        if (is_below(file, "/artifacts"))                                 \
        {                                                                 \
            struct timespec second = {1, 0};                              \
            if (is_on("fsync"))                                           \
                return fails(EIO);                                        \
            if (is_on("slow"))                                            \
                nanosleep(&second, NULL);                                 \
        }                                                                 \
        return NEXT(name)(file);                                          \
    }

SYNC(fsync)
SYNC(fdatasync)

/* .NET asks the C library by name, which would pass by what stands before it. */
void *dlsym(void *handle, const char *name)
{
    return strcmp(name, "fsync") == 0 ? (void *)fsync : find()(handle, name);
}

static int is_full(int file)
{
    return (is_on("full") && is_below(file, "/artifacts/")) || (is_on("full-database") && (is_below(file, "registry.db") || is_below(file, ".probe")));
}

static int is_unreadable(int file)
{
    return is_on("unreadable-database") && is_below(file, "registry.db");
}

ssize_t write(int file, const void *from, size_t count) { return is_full(file) ? fails(ENOSPC) : NEXT(write)(file, from, count); }
ssize_t pwrite(int file, const void *from, size_t count, off_t at) { return is_full(file) ? fails(ENOSPC) : NEXT(pwrite)(file, from, count, at); }
ssize_t pwrite64(int file, const void *from, size_t count, off64_t at) { return is_full(file) ? fails(ENOSPC) : NEXT(pwrite64)(file, from, count, at); }
ssize_t read(int file, void *to, size_t count) { return is_unreadable(file) ? fails(EIO) : NEXT(read)(file, to, count); }
ssize_t pread(int file, void *to, size_t count, off_t at) { return is_unreadable(file) ? fails(EIO) : NEXT(pread)(file, to, count, at); }
ssize_t pread64(int file, void *to, size_t count, off64_t at) { return is_unreadable(file) ? fails(EIO) : NEXT(pread64)(file, to, count, at); }
