#!/usr/bin/env bash
# Makes sure that what the tests need is installed: a browser, PostgreSQL, Redis or Valkey, strace. As root on a Debian it installs
# what is missing; anywhere else it lists it and ends with 1, so that nothing is skipped silently.
set -eu
missing=()
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || missing+=(chromium)
have strace || missing+=(strace)
have gcc || missing+=(gcc libc6-dev)
have buildah || missing+=(buildah)
[ -n "$(find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | head -n 1)" ] || have initdb || missing+=(postgresql)
have valkey-server || have redis-server || missing+=(redis-server)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
  echo "installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # The package brings up a server of its own by default; the tests start throwaway ones instead.
  if printf '%s\n' "${missing[@]}" | grep -qx postgresql && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  fi
  apt-get update -qq >/dev/null
  # Nor shall Redis' package start one on the usual port: a policy that forbids it stands for the length of the command.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' > $policy && chmod +x $policy
    trap 'rm -f $policy' EXIT
  fi
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "The tests need these packages: ${missing[*]}. Install them, or run as root on a Debian." >&2
  exit 1
fi
