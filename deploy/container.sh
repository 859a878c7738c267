#!/usr/bin/env bash
# Builds the container image from bin/deskbell with whichever builder there is. Usage: deploy/container.sh [tag]
# BUILDER names another one, with its flags.
set -eu
cd "$(dirname "$0")/.."
tag=${1:-deskbell}
[ -x bin/deskbell ] || { echo "bin/deskbell is not built: make build" >&2; exit 1; }
builder=${BUILDER:-}
if [ -z "$builder" ]; then
  for b in docker podman buildah; do
    if command -v "$b" >/dev/null 2>&1; then builder="$b build"; break; fi
  done
fi
[ -n "$builder" ] || { echo "Building an image needs docker, podman or buildah (apt-get install buildah)." >&2; exit 1; }

authorities=${SSL_CERT_FILE:-}
for f in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -z "$authorities" ] && [ -f "$f" ]; then authorities=$f; fi
done
[ -n "$authorities" ] || { echo "No certificate authorities were found; name a bundle by SSL_CERT_FILE." >&2; exit 1; }

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -m 750 "$dir/data"
touch "$dir/data/.keep" # an empty folder is not copied
cp deploy/Containerfile bin/deskbell "$dir/"
cp -L "$authorities" "$dir/ca-certificates.crt"
chmod 755 "$dir/deskbell"
chmod 644 "$dir/ca-certificates.crt"
# shellcheck disable=SC2086 # the builder's flags are words
$builder -t "$tag" -f "$dir/Containerfile" "$dir"
