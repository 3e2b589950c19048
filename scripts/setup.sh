#!/bin/sh
# Makes a virtual environment with everything the program needs: sh scripts/setup.sh VENV [dev]
#
# Qt's system libraries come from apt-get where this may be used without asking for a password;
# where not, the one line to run is printed and nothing else happens.
set -eu

venv=$1
extra=${2:-}
python=${PYTHON3:-python3}

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# --- Python ---------------------------------------------------------------------------------
command -v "$python" >/dev/null ||
    stop "Python 3.11 or newer is needed, and $python is not there."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Name another with: make PYTHON3=python3.12"

# --- system libraries -----------------------------------------------------------------------
# "library package" by line: what Qt loads and its wheels do not bring along.
libraries='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-shape.so.0 libxcb-shape0
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-sync.so.1 libxcb-sync1
libxcb-xkb.so.1 libxcb-xkb1
libwayland-cursor.so.0 libwayland-cursor0
'

missing_packages() {
    printf '%s' "$libraries" | while read -r library package; do
        [ -n "$library" ] || continue
        "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$library" 2>/dev/null ||
            printf '%s ' "$package"
    done
    # pdqhash comes as source alone and is compiled while it is installed.
    command -v g++ >/dev/null || printf 'g++ '
    "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))' ||
        printf 'python3-dev '
    # Without any font Qt draws empty boxes.
    find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) 2>/dev/null | grep -q . ||
        printf 'fonts-dejavu-core '
}

# What tests compare with: "program package" by line. Without them such tests are left out.
referees='
exiftool libimage-exiftool-perl
exiv2 exiv2
convert imagemagick
'

missing_referees() {
    printf '%s' "$referees" | while read -r program package; do
        [ -z "$program" ] || command -v "$program" >/dev/null || printf '%s ' "$package"
    done
}

# How to become root without being asked for a password; nothing where that is not possible.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo 'sudo env'
    fi
}

# The packages and what runs as root are words, not one name.
# shellcheck disable=SC2086
install_packages() {
    $1 apt-get update -q &&
        $1 DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $2
}

if [ "$(uname -s)" = Linux ]; then
    packages=$(missing_packages)
    root=$(as_root)
    if [ -n "$packages" ]; then
        command -v apt-get >/dev/null ||
            stop "Install these libraries, by the names your system has for them, and run make again: $packages"
        [ -n "$root" ] || stop "The window needs some system libraries. Run this line, then make again:
  sudo apt-get install --no-install-recommends $packages"
        echo "Installing system libraries: $packages"
        install_packages "$root" "$packages"
    fi
    packages=$([ "$extra" != dev ] || missing_referees)
    if [ -n "$packages" ]; then
        echo "Installing programs that tests compare with: $packages"
        { command -v apt-get >/dev/null && [ -n "$root" ] && install_packages "$root" "$packages"; } ||
            echo "They could not be installed; the tests that need them are left out."
    fi
fi

# --- Python packages ------------------------------------------------------------------------
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv "$venv" || {
        rm -rf "$venv"
        stop "Python's venv module is not there; on Debian and Ubuntu run: sudo apt-get install python3-venv"
    }
fi
# Names only: where packages come from, and which build of torch, is pip's own configuration.
"$venv/bin/python" -m pip install --disable-pip-version-check --editable ".${extra:+[$extra]}"
