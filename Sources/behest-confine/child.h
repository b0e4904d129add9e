#ifndef BEHEST_CHILD_H
#define BEHEST_CHILD_H

#include "options.h"

// Starts the program, confined, in a session of its own.
//
// On success its number is set and 0 returned; otherwise the code to exit with is returned, and the message is set.
int start_program(const struct options *options, pid_t *program);

#endif
