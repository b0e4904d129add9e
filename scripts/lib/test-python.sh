# shellcheck shell=bash
# The Python packages that the tests use, in environments of their own: others' clients, which Behest is driven with (test-requirements.txt),
# and a speech service with a small model, which Behest asks (test-whisper-requirements.txt). Needs say.sh, commands.sh and python.sh.

install_test_python() {
    install_environment test-python test-requirements.txt "the clients that the tests use (10 MB)"
    install_environment test-whisper test-whisper-requirements.txt "the speech service that the tests ask (200 MB)"
}

# Makes an environment, unless it is there with today's packages: its name, the list of packages, and what they are. The copy of the list
# within it is put there last.
install_environment() {
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/behest
    local place=$cache/$1 requirements=$scripts/lib/$2
    if [[ -x $place/bin/python ]] && cmp -s "$requirements" "$place/requirements.txt"; then return 0; fi

    say "Fetching $3 …"
    require_test_python
    rm -rf "$place" && mkdir -p "$cache" 2>/dev/null ||
        fail "Could not write to '$cache': make it writable, or set XDG_CACHE_HOME, and start again."
    logged python3 -m venv "$place" || fail_as_logged "Could not make a Python environment in '$place'" Python
    logged "$place/bin/python" -m pip install --no-input --disable-pip-version-check --progress-bar off \
        --only-binary=:all: --require-hashes --requirement "$requirements" ||
        fail_as_logged "Could not fetch $3" pip
    # An environment that was left half made has none, and is made anew.
    cp "$requirements" "$place/requirements.txt"
}

# The hashes are those of the wheels for these versions.
require_test_python() {
    command -v python3 >/dev/null ||
        fail "Python 3 is missing, and the tests use it: run 'apt-get install python3 python3-venv' as root and start again."
    local version
    version=$(python3 -c 'import platform; print(platform.python_version())')
    case $version in
        3.11.* | 3.12.* | 3.13.* | 3.14.*) ;;
        *) fail "The tests use Python 3.11 to 3.14, and 'python3' is $version: put one of those first in PATH and start again." ;;
    esac
    python3 -c 'import venv, ensurepip' 2>/dev/null ||
        fail "Python's venv is missing, and the tests use it: run 'apt-get install python3-venv' as root and start again."
}
