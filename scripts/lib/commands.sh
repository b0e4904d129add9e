# shellcheck shell=bash
# Runs other programs without their noise: what they print goes to a log, which outlives the script only when one of
# them fails. BEHEST_VERBOSE=1 shows it as it comes. Needs say.sh.

log=
keep_log=
job=

# Starts the log anew, so that it holds the output of one program.
open_log() {
    if [[ -n $log ]]; then
        : >"$log"
        return
    fi
    log=$(mktemp "${TMPDIR:-/tmp}/behest-setup.XXXXXX.log") ||
        fail "Could not create a log in '${TMPDIR:-/tmp}': free some space there and start again."
    if [[ ${BEHEST_VERBOSE:-} == 1 ]]; then
        exec 3> >(tee -a "$log" >&2)
    else
        exec 3>>"$log"
    fi
}

# Runs a program to its end, whatever signals come.
logged() {
    open_log
    "$@" </dev/null >&3 2>&1
}

# Runs a program as a process group of its own, so that a signal can end it at once with all that it started: the
# shell would otherwise wait for its end before it heeds the signal. Descriptor 9, the lock, stays with the script:
# a program that outlives a killed script must not hold up the next one.
logged_job() {
    open_log
    set -m
    "$@" </dev/null >&3 2>&1 9>&- &
    job=$!
    set +m
    local status=0
    wait "$job" || status=$?
    job=
    return "$status"
}

end_job() {
    [[ -n $job ]] || return 0
    kill -TERM -- "-$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
    job=
}

discard_log() {
    [[ -z $log || -n $keep_log ]] || rm -f "$log"
}

# Ends the script because the program that was run last failed. $1 says what could not be done, $2 is the program's
# name; why it failed is taken from what it printed.
fail_as_logged() {
    local reason
    if grep -qE 'No space left on device|Disk quota exceeded' "$log"; then
        fail "$1: the disk is full; free some space and start again."
    elif grep -qE 'NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Temporary failure (in name resolution|resolving)|Could not resolve|Could not connect' "$log"; then
        fail "$1: there is no connection to the package server; check the network and start again."
    fi
    # apt marks its complaints with E:, pip with ERROR:; anything else complains in its last line.
    reason=$(grep -E '^(E|ERROR): ' "$log" | tail -n 1 || true)
    [[ -n $reason ]] || reason=$(grep -v '^[[:space:]]*$' "$log" | tail -n 1 || true)
    keep_log=1
    fail "$1: $2 said '${reason:-nothing}'; mend that and start again (all it said is in '$log')."
}
