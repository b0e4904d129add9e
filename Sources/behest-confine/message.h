#ifndef BEHEST_MESSAGE_H
#define BEHEST_MESSAGE_H

// What Behest tells failures of this program by: its codes, as `env` and `timeout` have them, and how its line begins.
enum { EXIT_REFUSED = 125, EXIT_NOT_RUN = 126, EXIT_NOT_FOUND = 127 };

// The sentence of the last failure.
extern char message[1024];

// Sets the sentence; returns -1, for the caller to return.
int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Writes a sentence to standard error with this program's name before it.
void tell(const char *sentence);

#endif
