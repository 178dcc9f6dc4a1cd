#!/usr/bin/env bash
# Sees to it that there are browsers to drive: one on PATH, Debian's, or Playwright's own.
#
#   tools/browser.sh [chromium] [firefox]    Chromium, if nothing is said
#
# Failing is not fatal here: without a browser its tests skip loudly, and fail where CI=true.
set -uo pipefail
cd "$(dirname "$0")/.."

on_path() {
    local name
    for name in "$@"; do
        command -v "$name" >/dev/null && return
    done
    return 1
}

from_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return
    echo "Installing Debian's $1"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

for browser in "${@:-chromium}"; do
    case "$browser" in
        chromium)
            on_path chromium chromium-browser google-chrome || from_debian chromium ||
                .venv/bin/playwright install chromium ||
                echo "No Chromium: install one so that the browser tests can run." >&2
            ;;
        firefox)
            on_path firefox-esr firefox || from_debian firefox-esr ||
                echo "No Firefox: install one (on Debian: apt-get install firefox-esr) so that the model can be compared with it." >&2
            ;;
        *)
            echo "tools/browser.sh: say chromium or firefox" >&2
            exit 2
            ;;
    esac
done
