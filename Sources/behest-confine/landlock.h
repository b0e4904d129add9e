#ifndef BEHEST_LANDLOCK_H
#define BEHEST_LANDLOCK_H

#include "options.h"

// The version of Landlock that the kernel offers; 0 for none.
int landlock_version(void);

// Lets this process, and all that it starts, use nothing of the file system but the paths of the options.
int apply_landlock(const struct options *options);

#endif
