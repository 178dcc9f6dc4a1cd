#!/usr/bin/env bash
# Sees to it that there is a Redis to start: one on PATH, or Debian's.
# Failing is not fatal here: without it its tests skip loudly, and fail where CI=true.
set -uo pipefail

command -v redis-server >/dev/null && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's redis-server"
    apt-get update -qq
    # The package would start a Redis of its own; the tests start theirs, on free ports.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server >/dev/null && exit 0
fi

echo "No redis-server: install it (as root: apt-get install redis-server) so that its tests can run." >&2
