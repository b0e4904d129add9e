#ifndef BEHEST_TERMINAL_H
#define BEHEST_TERMINAL_H

#include <stddef.h>
#include <termios.h>

// What puts a terminal back as it was when the process ends in a way that runs no more of its code: a crash, an abort, exit();
// and what hears the signals that a terminal sends. It is C, since a signal handler may do next to nothing, and nobody can say so of what a Swift function calls.

// From now on the terminal gets these attributes, and then these bytes, when the process crashes or exits.
// Returns 0; -1 and errno when that cannot be arranged. To be called by one thread at a time, as is the next.
int terminal_guard(int input, const struct termios *attributes, int output, const char *farewell, size_t length);

// The terminal was put back, or is to be left alone.
void terminal_unguard(void);

// Opens the pipe to which the signals that are caught are written, one byte each: their numbers. To be called once.
// Returns the end to read from, which never blocks; -1 and errno when there is none.
int signal_pipe(void);

// From now on a signal does nothing but be written to the pipe.
// Returns 0; -1 and errno when it cannot be caught.
int signal_catch(int number);

#endif
