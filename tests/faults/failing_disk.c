/* Refuses the calls that change files under a folder: the n-th and some more. Loaded by LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[PATH_MAX];
static int first, last, code;
static atomic_int seen, struck;

void arm(const char *where, int from, int times, int error) {
    strncpy(folder, where, sizeof folder - 1);
    first = from, last = from + times - 1, code = error;
}

int hits(void) { return struck; }

static int refuses(int handle) {
    char link[64], path[PATH_MAX];
    if (!code) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) || strstr(path, "-shm")) return 0;
    int number = ++seen;
    if (number < first || number > last) return 0;
    struck++;
    errno = code;
    return 1;
}

#define GUARD(result, name, given, passed, handle)                         \
    result name given {                                                    \
        static result(*real) given;                                        \
        if (!real) real = (result(*) given)dlsym(RTLD_NEXT, #name);        \
        return refuses(handle) ? -1 : real passed;                         \
    }

GUARD(ssize_t, write, (int h, const void *b, size_t n), (h, b, n), h)
GUARD(ssize_t, pwrite, (int h, const void *b, size_t n, off_t o), (h, b, n, o), h)
GUARD(ssize_t, pwrite64, (int h, const void *b, size_t n, off64_t o), (h, b, n, o), h)
GUARD(int, fsync, (int h), (h), h)
GUARD(int, fdatasync, (int h), (h), h)
GUARD(int, ftruncate, (int h, off_t n), (h, n), h)
GUARD(int, ftruncate64, (int h, off64_t n), (h, n), h)
