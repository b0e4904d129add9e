#ifndef BEHEST_SPELLER_H
#define BEHEST_SPELLER_H

#include <stdint.h>

// Opens the number speller of a language; null if ICU has none of its own for it.
void *icu_speller_open(const char *locale);

void icu_speller_close(void *speller);

// The names of the speller's rule sets, with semicolons between them.
int32_t icu_speller_rule_sets(void *speller, uint16_t *buffer, int32_t capacity);

// Chooses a rule set, and tells whether there is one of that name.
int32_t icu_speller_choose(void *speller, const uint16_t *name, int32_t length);

// Spells a number by the rule set that was chosen.
int32_t icu_speller_spell(void *speller, double number, uint16_t *buffer, int32_t capacity);

#endif
