#!/bin/sh
# Compares the bundled Node, which a third party publishes as an npm package, with the one of Node's own project: downloads the
# archive of the same version, checks it against SHASUMS256.txt, takes bin/node out of it and compares. Nothing of either is run.
#
#   sh bench/doctor/verify-node.sh [--signature] [PACKAGE_FOLDER]
#
# --signature   also checks the signature of SHASUMS256.txt with gpg, which has to know the keys of github.com/nodejs/release-keys
# NODE_MIRROR   another copy of https://nodejs.org/dist
# Exit status: 0 the same, 1 not the same, 2 not compared.
set -u

give_up() {
  echo "verify-node: $1" >&2
  exit 2
}

signature=
if [ "${1-}" = --signature ]; then
  signature=yes
  shift
fi
case "$(uname -s) $(uname -m)" in
  'Linux x86_64') system=linux-x64 ;;
  'Linux aarch64') system=linux-arm64 ;;
  *) give_up "expected Linux on x64 or arm64, got $(uname -s) $(uname -m); docs/supply-chain.md tells how to compare by hand" ;;
esac
for tool in curl sha256sum tar; do
  command -v "$tool" > /dev/null || give_up "expected $tool, found none; install it first"
done

package=${1-"$(dirname "$0")/../../node_modules/node-$system"}
[ -f "$package/bin/node" ] || give_up "expected the bundled Node in \"$package\", found none; run npm ci, or name its package's folder"
version=$(sed -n 's/^ *"version": *"\([0-9][0-9.]*\)".*/\1/p' "$package/package.json")
[ -n "$version" ] || give_up "expected a version such as 24.21.0 in \"$package/package.json\", found none"

from=${NODE_MIRROR-https://nodejs.org/dist}/v$version
name=node-v$version-$system
folder=$(mktemp -d) || give_up 'could not make a temporary folder'
trap 'rm -rf "$folder"' EXIT
trap 'exit 2' HUP INT TERM

fetch() {
  echo "Fetching $from/$1"
  curl -fsSL -o "$folder/$1" "$from/$1" || give_up "could not fetch $from/$1"
}

fetch SHASUMS256.txt
if [ -n "$signature" ]; then
  fetch SHASUMS256.txt.sig
  gpg --verify "$folder/SHASUMS256.txt.sig" "$folder/SHASUMS256.txt" ||
    give_up 'the signature of SHASUMS256.txt could not be verified; see github.com/nodejs/release-keys'
else
  echo 'The signature of SHASUMS256.txt is not checked (--signature does so)'
fi
fetch "$name.tar.gz"
expected=$(sed -n "s/^\([0-9a-f]*\)  $name\.tar\.gz\$/\1/p" "$folder/SHASUMS256.txt")
[ "$(sha256sum < "$folder/$name.tar.gz")" = "$expected  -" ] ||
  give_up "$name.tar.gz is not the archive that SHASUMS256.txt lists; fetch it again, or from elsewhere"
tar -xzf "$folder/$name.tar.gz" -C "$folder" "$name/bin/node" || give_up "$name.tar.gz has no bin/node"

ours=$(sha256sum < "$package/bin/node")
theirs=$(sha256sum < "$folder/$name/bin/node")
echo "bundled     ${ours%% *}"
echo "nodejs.org  ${theirs%% *}"
if [ "$ours" = "$theirs" ]; then
  echo 'The same.'
else
  echo 'NOT the same: do not run it; install Node from nodejs.org and set UTAKATA_NODE=host.'
  exit 1
fi
