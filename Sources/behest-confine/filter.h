#ifndef BEHEST_FILTER_H
#define BEHEST_FILTER_H

#include "options.h"

#include <stdbool.h>

// Whether the kernel can filter system calls, for this architecture.
bool filters_are_offered(void);

// Denies system calls that no build needs, and sockets as the options say.
int apply_filter(const struct options *options);

#endif
