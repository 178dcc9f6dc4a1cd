#!/usr/bin/env bash
# Sees to it that there is a Chromium to drive: one on PATH, Debian's, or Playwright's own.
# Failing is not fatal here: without a browser its tests skip loudly, and fail where CI=true.
set -uo pipefail
cd "$(dirname "$0")/.."

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's chromium"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi

.venv/bin/playwright install chromium || echo "No Chromium: install one so that the browser tests can run." >&2
