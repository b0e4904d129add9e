#include "supervisor.h"

#include "child.h"
#include "descendants.h"
#include "kernel.h"
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

enum phase {
    RUNNING,   // The program is at work.
    LINGERING, // It has ended by itself, and something that it started has not.
    ENDING,    // All were asked to end.
    KILLING,   // All are killed, again and again, until there are none.
};

struct supervisor {
    const struct options *options;
    pid_t program;
    bool has_ended;
    int status;
    enum phase phase;
    double deadline; // When the next phase begins.
    unsigned rounds; // Of killing.
    int signals, parent, report;
    int outputs[2]; // The other ends of the program's output; -1 for none.
    bool drains;    // Nobody else reads them any more.
};

// How long what outlives the program may go on, such as a filter of its output, and then take to end; in seconds.
static const double lingering = 0.1, parting = 1;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int watch_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    static const int wanted[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) sigaddset(&set, wanted[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignored, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

// A signal at the parent's death would come when the thread ends that started this: the parent itself is watched.
static int watch_parent(pid_t expected)
{
    pid_t parent = getppid();
    int handle = parent > 0 ? (int)syscall(CALL_PIDFD_OPEN, parent, 0) : -1;
    if (expected == 0) return handle;
    if (parent != expected || getppid() != expected) return fail("Whoever started this has ended.");
    return handle < 0 ? fail("Could not watch the parent: %s. Linux 5.3 or newer is needed.", strerror(errno)) : handle;
}

// Files at the ends of which others wait are the program's alone.
static void let_go_of_files(void)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0) return;
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    close(nothing);
}

// Whoever cancels may let go of the output at once: a program that is still saying its last words is not to be ended by
// that. So the ends are held from the beginning, and read once nobody else does.
static void hold_outputs(struct supervisor *self)
{
    static const char *const names[] = {"/proc/self/fd/1", "/proc/self/fd/2"};
    for (int i = 0; i < 2; i++) {
        struct stat facts;
        bool is_pipe = fstat(i + 1, &facts) == 0 && S_ISFIFO(facts.st_mode);
        self->outputs[i] = is_pipe ? open(names[i], O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
    }
}

static void drain(int *output)
{
    char bytes[65536];
    ssize_t length = read(*output, bytes, sizeof bytes);
    if (length == 0 || (length < 0 && errno != EAGAIN)) *output = -1;
}

// Takes note of what has ended; false when nothing is left.
static bool reap(struct supervisor *self)
{
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG | __WALL);
        if (pid == 0 || (pid < 0 && errno == EINTR)) return true;
        if (pid < 0) return false;
        if (pid != self->program) continue;
        self->has_ended = true;
        self->status = status;
    }
}

static void ask_to_end(struct supervisor *self, double time)
{
    if (self->phase >= ENDING) return;
    self->phase = ENDING;
    // The one inside does the same, so that it is given time for it.
    self->deadline = now() + time + (self->options->wrapped ? 0.5 : 0);
    signal_descendants(SIGTERM, self->options->wrapped ? GRANDCHILDREN : ALL_GENERATIONS);
    // What is stopped hears nothing before it goes on.
    if (!self->options->wrapped) signal_descendants(SIGCONT, ALL_GENERATIONS);
}

static void kill_all(struct supervisor *self)
{
    self->phase = KILLING;
    self->deadline = now() + (self->rounds < 20 ? 0.005 : 0.05);
    // What multiplies quicker than it is killed is stopped first, so that it multiplies no more.
    if (++self->rounds > 20)
        for (int i = 0; i < 20 && signal_descendants(SIGSTOP, ALL_GENERATIONS) > 0; i++) continue;
    signal_descendants(SIGKILL, ALL_GENERATIONS);
}

static void read_signals(struct supervisor *self)
{
    struct signalfd_siginfo facts;
    while (read(self->signals, &facts, sizeof facts) == sizeof facts)
        if (facts.ssi_signo != SIGCHLD) {
            self->drains = true;
            ask_to_end(self, self->options->grace);
        }
}

static void wait_for_something(struct supervisor *self)
{
    int timeout = -1;
    if (self->phase != RUNNING) {
        double left = self->deadline - now();
        timeout = left > 0 ? (int)(left * 1000) + 1 : 0;
    }
    struct pollfd files[] = {
        {.fd = self->signals, .events = POLLIN},
        {.fd = self->parent, .events = POLLIN},
        {.fd = self->drains ? self->outputs[0] : -1, .events = POLLIN},
        {.fd = self->drains ? self->outputs[1] : -1, .events = POLLIN},
    };
    if (poll(files, 4, timeout) < 0) return;
    for (int i = 0; i < 2; i++)
        if (files[2 + i].revents != 0) drain(&self->outputs[i]);
    if (files[0].revents != 0) read_signals(self);
    if (files[1].revents == 0) return;
    self->parent = -1;
    kill_all(self);
}

static void go_on(struct supervisor *self)
{
    if (self->phase == RUNNING && self->has_ended) {
        self->phase = LINGERING;
        self->deadline = now() + lingering;
    }
    if (self->phase == RUNNING || now() < self->deadline) return;
    if (self->phase == LINGERING) ask_to_end(self, self->options->grace < parting ? self->options->grace : parting);
    else kill_all(self);
}

// Ends as the program has ended.
static int pass_on(struct supervisor *self)
{
    int status = self->status;
    if (self->report >= 0 && read(self->report, &status, sizeof status) != sizeof status) {
        status = self->status;
        bool has_told = WIFSIGNALED(status) || (WEXITSTATUS(status) >= EXIT_REFUSED && WEXITSTATUS(status) <= EXIT_NOT_FOUND);
        if (!has_told && self->phase < ENDING) {
            tell("The wrapper that was to confine it has failed.");
            return EXIT_REFUSED;
        }
    }
    if (self->options->report >= 0 && write(self->options->report, &status, sizeof status) < 0) return EXIT_REFUSED;
    if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    int signal = WTERMSIG(status);
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(signal, &usual, NULL);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    kill(getpid(), signal);
    return 128 + signal;
}

// A program in a wrapper cannot end the wrapper as it has ended: it tells by a pipe, which has the number 3.
static int open_report(struct supervisor *self)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return fail("Could not make a pipe: %s.", strerror(errno));
    self->report = fcntl(ends[0], F_DUPFD_CLOEXEC, 10);
    close(ends[0]);
    if (dup2(ends[1], 3) < 0 || self->report < 0) return fail("Could not make a pipe: %s.", strerror(errno));
    if (ends[1] == 3) fcntl(3, F_SETFD, 0);
    else close(ends[1]);
    return 0;
}

int supervise(const struct options *options)
{
    struct supervisor self = {.options = options, .report = -1, .outputs = {-1, -1}};
    if (options->wrapped && open_report(&self) != 0) goto refused;
    if (options->report >= 0) fcntl(options->report, F_SETFD, FD_CLOEXEC);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    self.signals = watch_signals();
    self.parent = watch_parent(options->parent);
    if (options->parent != 0 && self.parent < 0) goto refused;
    if (options->parent != 0) hold_outputs(&self);
    int code = start_program(options, &self.program);
    if (code != 0) {
        tell(message);
        return code;
    }
    if (options->wrapped) close(3);
    let_go_of_files();
    while (reap(&self)) {
        if (options->leaves && self.has_ended && self.phase == RUNNING) break;
        go_on(&self);
        wait_for_something(&self);
    }
    return pass_on(&self);
refused:
    tell(message);
    return EXIT_REFUSED;
}
