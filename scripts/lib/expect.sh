# shellcheck shell=bash
# What the tests of the scripts are written with: a case runs a command and says what it expects of it. A case that
# does not get it is printed with what it got; the rest goes on. Needs say.sh.

failures=0
case_name=

# Names the case that follows.
describe() {
    case_name=$1
}

# Runs a command and keeps what it says and how it ends, for the expectations that follow.
observe() {
    status=0
    "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
}

expect_status() {
    [[ $status == "$1" ]] || complain "ended with $status instead of $1"
}

# Nothing else on standard error than this many lines.
expect_lines() {
    local got
    got=$(wc -l <"$work/stderr")
    [[ $got == "$1" ]] || complain "said $got lines instead of $1"
}

# The last line of standard error holds this text.
expect_last_line() {
    [[ $(tail -n 1 "$work/stderr") == *"$1"* ]] || complain "did not say '$1' in its last line"
}

# The whole of standard output is this text.
expect_output() {
    [[ $(<"$work/stdout") == "$1" ]] || complain "printed '$(<"$work/stdout")' instead of '$1'"
}

# The names in a folder, hidden ones too, are these and no others.
expect_folder() {
    local got
    got=$([[ ! -d $1 ]] || find "$1" -mindepth 1 -printf '%P\n' | sort | tr '\n' ' ')
    [[ $got == "${2:+$2 }" ]] || complain "left '$got' in ${1##*/} instead of '$2'"
}

# Two values are equal: what it is, expected, got.
expect_equal() {
    [[ $2 == "$3" ]] || complain "$1: got '$3' instead of '$2'"
}

complain() {
    failures=$((failures + 1))
    printf '%s: %s. It said:\n' "$case_name" "$1" >&2
    sed 's/^/    /' "$work/stderr" >&2
}

# Ends the tests: fails when any expectation did.
conclude() {
    (( failures == 0 )) || fail "$failures expectations of ${0##*/} were not met: see above."
}

# Waits, for at most ten seconds, until a file is there.
await_file() {
    local tries
    for (( tries = 0; tries < 200; tries++ )); do
        [[ ! -e $1 ]] || return 0
        sleep 0.05
    done
    complain "'${1##*/}' did not come"
}
