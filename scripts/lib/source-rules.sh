# shellcheck shell=bash
# The house rules of the Swift sources, as searches. Lines that are nothing but a comment break none.

# The start of a word that is not part of a longer name or of a member's.
word='(^|[^[:alnum:]_.])'

# Prints each breach below a folder ($1) as `file:line: rule`, sorted, but for the exceptions that a file ($2) lists.
breaches() {
    local root=$1 exceptions=$2
    (
        cd "$root"
        {
            breach unstructured-task "${word}Task(\.(detached|immediate|immediateDetached))?(<[^>]*>)?[[:space:]]*(\([^)]*\))?[[:space:]]*\{" Sources
            breach print "(${word}|Swift\.)(debugPrint|print)\(" Sources | grep -v '^Sources/behest/' || true
            breach force-try "${word}try!" Sources
            breach fatal-error "${word}fatalError\(" Sources
            # The whole of Foundation is slow to load and large; FoundationEssentials nearly always does.
            breach foundation "${word}import[[:space:]]+((struct|class|enum|protocol|typealias|func|let|var)[[:space:]]+)?Foundation($|[^[:alnum:]_])" Sources
            # Kept to the few kinds of file that state the invariant which makes it safe.
            breach unchecked-sendable '@unchecked Sendable|nonisolated\(unsafe\)' Sources |
                grep -vE '(Handle|Loop|Executor)\.swift:' || true
            breach home-path '/(home|Users)/[[:alnum:]_.-]+/|["'\'' =]/root/' Sources Tests Benchmarks Package.swift
            too_long Sources Tests
        } | except "$exceptions" | sort -t: -k1,1 -k2,2n
    )
}

# Prints the lines of the Swift files below some paths that a pattern finds: rule, pattern, paths.
breach() {
    local rule=$1 pattern=$2 paths=() path
    shift 2
    for path; do
        [[ ! -e $path ]] || paths+=("$path")
    done
    (( ${#paths[@]} > 0 )) || return 0
    grep --recursive --line-number --with-filename --extended-regexp --include='*.swift' -e "$pattern" "${paths[@]}" |
        grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' |
        sed -E "s/^([^:]+:[0-9]+):.*/\1: $rule/" || true
}

# A file that is longer than this does too much.
too_long() {
    local paths=() path
    for path; do
        [[ ! -e $path ]] || paths+=("$path")
    done
    (( ${#paths[@]} > 0 )) || return 0
    find "${paths[@]}" -name '*.swift' -exec awk 'FNR == 501 { print FILENAME ":501: too-long" }' {} +
}

# Drops the breaches that a file excuses: lines of `rule path`, the path a file or a folder; # starts a comment.
except() {
    awk -v exceptions="$1" '
        BEGIN {
            while ((getline line < exceptions) > 0) {
                if (line ~ /^#/ || split(line, field, " ") < 2) continue
                excused[field[1] " " field[2]] = 1
            }
        }
        {
            file = $1; sub(/:[0-9]+:$/, "", file)
            for (path = file; ; ) {
                if (($2 " " path) in excused) next
                if (!sub(/\/[^\/]*$/, "", path)) break
            }
            print
        }'
}
