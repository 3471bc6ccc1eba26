#!/usr/bin/env bash
# Make Chromium available for the browser tests: by apt when root, else say what to install.
# The tests themselves are skipped, by name, where it stays absent.
set -u
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests ..."
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium; } >/dev/null 2>&1 ||
    echo "rawaan: Chromium could not be installed; the browser tests will be skipped"
else
  echo "rawaan: for the browser tests install Chromium (Debian, Ubuntu: sudo apt install chromium); they are skipped without it"
fi
exit 0
