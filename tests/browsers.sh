#!/bin/sh
# Checks that the tests' browsers and drivers are installed. Installs missing ones by apt-get if root rights allow it,
# else names the packages to install, and fails.
set -u

PACKAGES="chromium chromium-driver firefox-esr webkit2gtk-driver xvfb"

missing() {
  for program in chromedriver WebKitWebDriver Xvfb; do
    command -v "$program" >/dev/null || echo "$program"
  done
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo chromium
  command -v firefox >/dev/null || command -v firefox-esr >/dev/null || echo firefox
}

[ -z "$(missing)" ] && exit 0

if command -v apt-get >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if [ -z "$as_root" ] || sudo -n true 2>/dev/null; then
    echo "==> Installing browsers: $PACKAGES (a few minutes)"
    $as_root apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $PACKAGES >/dev/null
  fi
fi

[ -z "$(missing)" ] && exit 0
echo "The tests need $(missing | tr '\n' ' ')- install them, on Debian by: sudo apt-get install $PACKAGES" >&2
exit 1
