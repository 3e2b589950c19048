/* Lets calls of the system fail or kill on command. Preloaded; passes everything through until
   torture_arm() says which call, from now on, of files in which folder. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum call { WRITE, FSYNC, UNLINK, RENAME, CALLS };
static const char *const NAMES[CALLS] = {"write", "fsync", "unlink", "rename"};
static const int KILL = -1;

static char folder[4096];
static long counts[CALLS], fails_at = -1;
static int fails = -1, error_number, sticky;

/* The nth call (from 0) of that kind on files in the folder fails with this error, or kills where
   it is -1; all later ones fail too where asked. Counts only where call is "". */
void torture_arm(const char *call, long nth, int error, int all_later, const char *below) {
    memset(counts, 0, sizeof counts);
    snprintf(folder, sizeof folder, "%s", below);
    error_number = error, sticky = all_later, fails = -1, fails_at = nth;
    for (int kind = 0; kind < CALLS; kind++)
        if (!strcmp(NAMES[kind], call)) fails = kind;
}

long torture_count(const char *call) {
    for (int kind = 0; kind < CALLS; kind++)
        if (!strcmp(NAMES[kind], call)) return counts[kind];
    return -1;
}

static int fails_now(enum call kind, const char *path) {
    if (!folder[0] || strncmp(path, folder, strlen(folder))) return 0;
    long number = __atomic_fetch_add(&counts[kind], 1, __ATOMIC_SEQ_CST);
    if (fails != (int)kind || number < fails_at || (number > fails_at && !sticky)) return 0;
    if (error_number == KILL) kill(getpid(), SIGKILL);
    errno = error_number;
    return 1;
}

static int fails_on(enum call kind, int file) {
    char link[64], path[4096];
    if (!folder[0]) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return fails_now(kind, path);
}

#define PASS(name, ...) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name); \
    return real(__VA_ARGS__)

ssize_t write(int file, const void *from, size_t size) {
    if (fails_on(WRITE, file)) return -1;
    PASS(write, file, from, size);
}
ssize_t pwrite(int file, const void *from, size_t size, off_t at) {
    if (fails_on(WRITE, file)) return -1;
    PASS(pwrite, file, from, size, at);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t at) {
    if (fails_on(WRITE, file)) return -1;
    PASS(pwrite64, file, from, size, at);
}
int fsync(int file) {
    if (fails_on(FSYNC, file)) return -1;
    PASS(fsync, file);
}
int fdatasync(int file) {
    if (fails_on(FSYNC, file)) return -1;
    PASS(fdatasync, file);
}
int unlink(const char *path) {
    if (fails_now(UNLINK, path)) return -1;
    PASS(unlink, path);
}
int rename(const char *from, const char *to) {
    if (fails_now(RENAME, to)) return -1;
    PASS(rename, from, to);
}
