#!/usr/bin/env bash
# Runs tox over every Python found, those that pyenv keeps off PATH included, as many at a time as
# there are cores. Arguments go to tox.
#
#   tools/matrix.sh --found    lists the environments of the matrix whose Python is there instead
set -euo pipefail
cd "$(dirname "$0")/.."

root=${PYENV_ROOT:-$HOME/.pyenv}
for folder in "$root"/versions/*/bin; do
    [ -d "$folder" ] && PATH="$PATH:$folder"
done
export PATH

if [ "${1:-}" = --found ]; then
    for name in $(.venv/bin/tox list --no-desc -m test); do
        [[ $name != py3* ]] || command -v "python3.${name#py3}" >/dev/null || continue
        echo "$name"
    done
    exit
fi

exec .venv/bin/tox run-parallel --parallel auto --parallel-no-spinner "$@"
