#ifndef BEHEST_CFUZZER_H
#define BEHEST_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own main program (compiler-rt's FuzzerInterface.h has no header in a Swift toolchain). */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*take)(const uint8_t *data, size_t size));

#endif
