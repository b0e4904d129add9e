#ifndef BEHEST_LIMITS_H
#define BEHEST_LIMITS_H

#include "options.h"

// Limits what each process may use; no core files are written.
int apply_limits(const struct options *options);

#endif
