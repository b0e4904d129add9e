#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char message[1024];

int fail(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    return -1;
}

void tell(const char *sentence)
{
    char line[sizeof message + 32];
    int length = snprintf(line, sizeof line, "behest-confine: %s\n", sentence);
    // Nobody is left to be told that nobody can be told.
    if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0) return;
}
