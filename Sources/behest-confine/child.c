#include "child.h"

#include "capabilities.h"
#include "filter.h"
#include "kernel.h"
#include "landlock.h"
#include "limits.h"
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { CLOSE_ON_EXEC = 4 };

static void restore_signals(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &usual, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int confine(const struct options *options)
{
    if (apply_limits(options) != 0) return -1;
    bool is_confined = options->path_count > 0 || options->filtered || options->network != NETWORK_ANY;
    if (!is_confined) return 0;
    give_up_capabilities();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fail("Could not give up new rights: %s.", strerror(errno));
    return apply_landlock(options) != 0 || apply_filter(options) != 0 ? -1 : 0;
}

// Never returns: what goes wrong is written to a pipe that a program's start closes.
static _Noreturn void become_program(const struct options *options, pid_t parent, int failures)
{
    setsid();
    restore_signals();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    unsigned char code = EXIT_REFUSED;
    if (getppid() != parent) _exit(code);
    syscall(CALL_CLOSE_RANGE, options->wrapped ? 4 : 3, ~0U, CLOSE_ON_EXEC);
    if (confine(options) == 0) {
        execvp(options->program[0], options->program);
        code = errno == ENOENT || errno == ENOTDIR ? EXIT_NOT_FOUND : EXIT_NOT_RUN;
        fail("Could not run '%s': %s.", options->program[0], strerror(errno));
    }
    if (write(failures, &code, 1) == 1 && write(failures, message, strlen(message)) >= 0) _exit(code);
    _exit(EXIT_REFUSED);
}

// What has gone wrong in the child, or nothing once the program has begun.
static int read_failure(int failures)
{
    unsigned char code = 0;
    ssize_t length;
    do length = read(failures, &code, 1);
    while (length < 0 && errno == EINTR);
    if (length <= 0) return 0;
    size_t filled = 0;
    while ((length = read(failures, message + filled, sizeof message - 1 - filled)) > 0) filled += (size_t)length;
    message[filled] = '\0';
    return code;
}

int start_program(const struct options *options, pid_t *program)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        fail("Could not make a pipe: %s.", strerror(errno));
        return EXIT_REFUSED;
    }
    pid_t parent = getpid();
    *program = fork();
    if (*program < 0) {
        fail("Could not start another process: %s.", strerror(errno));
        return EXIT_REFUSED;
    }
    if (*program == 0) become_program(options, parent, ends[1]);
    close(ends[1]);
    int code = read_failure(ends[0]);
    close(ends[0]);
    if (code != 0) waitpid(*program, NULL, 0);
    return code;
}
