// Runs a program so that it can reach only what it may, and so that nothing of it outlives its end, the wish to end
// it, or whoever wished for it.
//
// usage: behest-confine [OPTION…] -- PROGRAM [ARGUMENT…]
//        behest-confine --probe
//
//   --grace SECONDS     how long all may take to end when this is asked to (SIGTERM, SIGINT); then they are killed
//   --parent PID        whoever must have started this: when it ends, everything is killed at once
//   --read PATH         what may be read and run; with one of these, or of --write, nothing else of the file system
//   --write PATH        what may be changed too
//   --no-network        no sockets that reach anything, local services included
//   --own-network       only the usual kinds of sockets, for a program in a network of its own
//   --internet          sockets of the internet's kinds alone: no local services, which start programs for whoever asks
//   --filter            denies system calls that no build needs
//   --limit NAME=N      cpu-seconds, memory-bytes, processes, file-bytes, open-files
//   --leave             what outlives the program's own end is left alone
//   --wrapped           the program is a wrapper of another behest-confine, whose --report is 3
//   --report FD         where the program's wait status is written
//
// It exits as the program does, also by the same signal; with 125 when what is demanded cannot be enforced (the program
// was not run), 126 when the program cannot be run, 127 when there is none, each with one line on standard error.

#include "filter.h"
#include "landlock.h"
#include "message.h"
#include "options.h"
#include "supervisor.h"

#include <stdio.h>
#include <string.h>

int main(int count, char **arguments)
{
    if (count == 2 && strcmp(arguments[1], "--probe") == 0) {
        printf("landlock=%d seccomp=%d\n", landlock_version(), filters_are_offered());
        return 0;
    }
    struct options options;
    if (read_options(count, arguments, &options) != 0) {
        tell(message);
        return EXIT_REFUSED;
    }
    return supervise(&options);
}
