#!/usr/bin/env bash
# Makes .venv, or installs one set of packages into it. The Makefile decides when.
#
#   tools/venv.sh make       an empty environment, whatever stood there before
#   tools/venv.sh run        the package: enough for `make demo`
#   tools/venv.sh browser    what drives a browser on top of that: `make demo CHECK=1`
#   tools/venv.sh bench      what measures the speed: `make bench`
#   tools/venv.sh dev        everything that the tests, the checks and the documentation need
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv

fail() {
    echo "tools/venv.sh: $*" >&2
    exit 1
}

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python3.10}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "no Python 3.10 or later found${PYTHON:+ under the name $PYTHON}; install one, or say which: make PYTHON=/path/to/python"
}

system_package() { # its name; what is wrong without it
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing the system package $1"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
    else
        fail "$2; install the system package $1 (as root: apt-get install $1)"
    fi
}

# Debian keeps a part of the standard library, without which no environment can be made, in a package of its own.
need_ensurepip() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    system_package "$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" \
        "$1 cannot make virtual environments"
}

# Playwright brings a Node of its own, and that needs a library which the smallest Debian lacks.
need_libatomic() {
    "$venv/bin/playwright" --version >/dev/null 2>&1 && return
    system_package libatomic1 "Playwright cannot start"
}

install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

case "${1:-}" in
    make)
        python=$(find_python)
        need_ensurepip "$python"
        echo "Making $venv with $("$python" --version)"
        "$python" -m venv --clear "$venv"
        install --upgrade 'pip>=25.1' # the first to know --group
        ;;
    run) install --constraint requirements/constraints.txt --editable . ;;
    bench | browser | dev)
        install --constraint requirements/constraints.txt --editable . --group "$1"
        [ "$1" = bench ] || need_libatomic
        ;;
    *) fail "say make, run, bench, browser or dev" ;;
esac
