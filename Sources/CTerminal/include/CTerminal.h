#ifndef BEHEST_TERMINAL_H
#define BEHEST_TERMINAL_H

#include <stddef.h>
#include <termios.h>

// What puts a terminal back as it was when the process ends in a way that runs no more of its code: a crash, an abort, exit().
// It is C, since a signal handler may do next to nothing, and nobody can say so of what a Swift function calls.

// From now on the terminal gets these attributes, and then these bytes, when the process crashes or exits.
// Returns 0; -1 and errno when that cannot be arranged. To be called by one thread at a time, as is the next.
int terminal_guard(int input, const struct termios *attributes, int output, const char *farewell, size_t length);

// The terminal was put back, or is to be left alone.
void terminal_unguard(void);

#endif
