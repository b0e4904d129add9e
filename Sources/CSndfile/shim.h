#include <sndfile.h>

// Which glibc declares only for programs that ask for all that is GNU's own, as Swift's modules of C do not.
int memfd_create(const char *name, unsigned int flags);

// A file in memory, which is gone when it is closed.
static inline int behest_memory_file(void) {
    return memfd_create("behest", 1U /* MFD_CLOEXEC */);
}
