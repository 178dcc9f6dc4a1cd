#!/usr/bin/env bash
# The checks that need no run of the program: tools/check.sh style|types|docs
# Uses the tools on PATH, so that `make`, tox and an activated environment all run the same lines.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    style)
        ruff format --check .
        ruff check .
        codespell
        lint-imports
        ;;
    types)
        mypy
        pyright --pythonpath "$(command -v python)"
        ;;
    docs) sphinx-build -W --keep-going -n -q -E -b html docs docs/_build/html ;;
    *)
        echo "tools/check.sh: say style, types or docs" >&2
        exit 2
        ;;
esac
