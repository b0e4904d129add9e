#define _GNU_SOURCE

#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

// Where the handler writes; open until the process ends, so that no signal that is just coming in meets a stranger's descriptor.
static atomic_int output = -1;

static void tell(int number) {
    int error = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(atomic_load(&output), &byte, 1);
    (void)written;
    errno = error;
}

int signal_pipe(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    atomic_store(&output, ends[1]);
    return ends[0];
}

int signal_catch(int number) {
    struct sigaction action = {.sa_handler = tell, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}
