# shellcheck shell=bash
# What the scripts say. All of it goes to standard error: standard output belongs to the program that is run.

# Says what is being done; --quiet silences it.
say() {
    [[ -n ${quiet:-} ]] || printf '%s\n' "$*" >&2
}

# Ends the script with one sentence: what failed, on what, and what to do.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}
