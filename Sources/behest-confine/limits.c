#include "limits.h"

#include "descendants.h"
#include "message.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int set(int resource, rlim_t value)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return fail("Could not read a limit: %s.", strerror(errno));
    // What the system allows at most stays the most.
    if (now.rlim_max != RLIM_INFINITY && value > now.rlim_max) value = now.rlim_max;
    struct rlimit wanted = {value, value};
    // A second more, so that it ends by a signal that tells why.
    if (resource == RLIMIT_CPU && value < now.rlim_max) wanted.rlim_max = value + 1;
    if (setrlimit(resource, &wanted) != 0) return fail("Could not set a limit: %s.", strerror(errno));
    return 0;
}

int apply_limits(const struct options *options)
{
    if (set(RLIMIT_CORE, 0) != 0) return -1;
    for (size_t i = 0; i < options->limit_count; i++) {
        struct limit limit = options->limits[i];
        // The kernel counts all that the user runs, so that what runs already comes on top.
        if (limit.resource == RLIMIT_NPROC) limit.value += threads_of_user(getuid());
        if (set(limit.resource, limit.value) != 0) return -1;
    }
    return 0;
}
