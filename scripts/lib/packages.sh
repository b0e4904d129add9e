# shellcheck shell=bash
# The Debian packages that Behest is built with, and espeak-ng and ctags, which it runs. Needs say.sh and commands.sh.

packages=(
    libasound2-dev
    libcurl4-openssl-dev
    libicu-dev
    libsamplerate0-dev
    libsndfile1-dev
    libsqlite3-dev
    libsystemd-dev
    espeak-ng
    universal-ctags
)

# Sets `missing` to those that are not installed.
find_missing_packages() {
    command -v dpkg-query >/dev/null ||
        fail "This is not a Debian or Ubuntu machine: there is no dpkg-query, and only those are supported."
    local installed
    # It fails when it has never heard of one of them, which is what is being asked.
    # shellcheck disable=SC2016 # The ${…} are dpkg-query's own.
    installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
    missing=()
    local package
    for package in "${packages[@]}"; do
        [[ $'\n'$installed$'\n' == *$'\n'"installed $package"$'\n'* ]] || missing+=("$package")
    done
}

install_packages() {
    local missing
    find_missing_packages
    (( ${#missing[@]} > 0 )) || return 0

    local as_root=()
    if [[ $(id -u) != 0 ]]; then
        command -v sudo >/dev/null ||
            fail "Debian packages are missing and there is no sudo: run 'apt-get install ${missing[*]}' as root and start again."
        sudo -n true 2>/dev/null ||
            fail "Debian packages are missing and sudo wants a password: run 'sudo apt-get install ${missing[*]}' and start again."
        as_root=(sudo -n)
    fi

    say "Installing Debian packages: ${missing[*]} …"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --yes --quiet -o DPkg::Lock::Timeout=300)
    # One broken source must not stop what the others can give: the installation says whether it was enough.
    logged "${apt[@]}" update || true
    # Nothing is taken away for it, such as the sound server of somebody's desktop.
    logged "${apt[@]}" install --no-remove --no-install-recommends "${missing[@]}" ||
        fail_as_logged "Could not install the Debian packages ${missing[*]}" apt-get
}
