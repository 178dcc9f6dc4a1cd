#!/usr/bin/env bash
# Runs tox over every Python found, those that pyenv keeps off PATH included, as many at a time as
# there are cores. Arguments go to tox.
set -euo pipefail
cd "$(dirname "$0")/.."

root=${PYENV_ROOT:-$HOME/.pyenv}
for folder in "$root"/versions/*/bin; do
    [ -d "$folder" ] && PATH="$PATH:$folder"
done
export PATH

exec .venv/bin/tox run-parallel --parallel auto --parallel-no-spinner "$@"
