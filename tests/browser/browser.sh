#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes sure that there is a Chromium for the browser tests, or says which package is missing.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the package chromium for the browser tests…"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "The browser tests need Chromium. Install it and run again:"
echo "    Debian, Ubuntu:  sudo apt-get install chromium"
echo "    Fedora:          sudo dnf install chromium"
echo "    macOS:           brew install --cask chromium"
[ "${CI:-}" = true ] && exit 1
echo "The other tests run; the browser tests are skipped and counted."
exit 0
