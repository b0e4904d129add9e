#ifndef BEHEST_SUPERVISOR_H
#define BEHEST_SUPERVISOR_H

#include "options.h"

// Runs the program to its end and that of all that it started; returns the code to exit with, or does not return.
int supervise(const struct options *options);

#endif
