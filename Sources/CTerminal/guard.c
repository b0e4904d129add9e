#include "CTerminal.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The signals that end a process which does nothing about them, but for those that a person ends it with.
static const int fatal[] = {
    SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ,
};
enum { fatal_count = sizeof fatal / sizeof *fatal };

static struct sigaction before[fatal_count];
static struct termios kept;
static int input, output;
static char bytes[64];
static size_t byte_count;
// Whether the terminal is to be put back; whoever clears it does so.
static atomic_int is_guarding;

static void put_back(void) {
    if (!atomic_exchange(&is_guarding, 0)) return;
    int error = errno;
    // In the background the terminal belongs to somebody else. Without job control there is no background.
    pid_t owner = tcgetpgrp(input);
    if (owner == -1 || owner == getpgrp()) {
        tcsetattr(input, TCSANOW, &kept);
        ssize_t written = write(output, bytes, byte_count);
        (void)written;
    }
    errno = error;
}

static void die(int number) {
    put_back();
    for (int i = 0; i < fatal_count; i++)
        if (fatal[i] == number) sigaction(number, &before[i], NULL);
    // Blocked until this returns; then it goes the way it would have gone.
    raise(number);
}

int terminal_guard(int from, const struct termios *attributes, int to, const char *farewell, size_t length) {
    static int is_installed;
    if (length > sizeof bytes) {
        errno = EINVAL;
        return -1;
    }
    atomic_store(&is_guarding, 0);
    kept = *attributes;
    input = from;
    output = to;
    memcpy(bytes, farewell, length);
    byte_count = length;
    if (!is_installed) {
        if (atexit(put_back) != 0) return -1;
        struct sigaction action = {.sa_handler = die};
        sigfillset(&action.sa_mask);
        for (int i = 0; i < fatal_count; i++) {
            if (sigaction(fatal[i], NULL, &before[i]) != 0) return -1;
            // What is ignored ends nothing.
            if (before[i].sa_handler == SIG_IGN) continue;
            if (sigaction(fatal[i], &action, NULL) != 0) return -1;
        }
        is_installed = 1;
    }
    atomic_store(&is_guarding, 1);
    return 0;
}

void terminal_unguard(void) {
    atomic_store(&is_guarding, 0);
}
