// ICU gives every entry a name with its version in it, by macros that Swift does not see, and its types are those of the copy
// of ICU that Foundation has; so the few entries that are used stand here under names of their own.
#include "speller.h"
#include <unicode/unum.h>
#include <unicode/ures.h>

void *icu_speller_open(const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *rules = ures_open(U_ICUDATA_NAME "-rbnf", locale, &status);
    ures_close(rules);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) {
        return NULL;
    }
    status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &status);
    if (U_FAILURE(status)) {
        unum_close(format);
        return NULL;
    }
    return format;
}

void icu_speller_close(void *speller) {
    unum_close((UNumberFormat *)speller);
}

int32_t icu_speller_rule_sets(void *speller, uint16_t *buffer, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unum_getTextAttribute((UNumberFormat *)speller, UNUM_PUBLIC_RULESETS, buffer, capacity, &status);
    return U_FAILURE(status) ? 0 : length;
}

int32_t icu_speller_choose(void *speller, const uint16_t *name, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    unum_setTextAttribute((UNumberFormat *)speller, UNUM_DEFAULT_RULESET, name, length, &status);
    return U_SUCCESS(status);
}

int32_t icu_speller_spell(void *speller, double number, uint16_t *buffer, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unum_formatDouble((UNumberFormat *)speller, number, buffer, capacity, NULL, &status);
    return U_FAILURE(status) || length > capacity ? 0 : length;
}
