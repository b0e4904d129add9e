#ifndef BEHEST_DESCENDANTS_H
#define BEHEST_DESCENDANTS_H

#include <stddef.h>
#include <sys/types.h>

// Which of them.
enum generation {
    ALL_GENERATIONS,
    GRANDCHILDREN,
};

// Sends a signal to the descendants of this process, as far as they are alive and do not already wait stopped for
// one that stops them. Returns how many were sent one.
size_t signal_descendants(int signal, enum generation generation);

// How many threads a user has at the moment.
size_t threads_of_user(uid_t user);

#endif
