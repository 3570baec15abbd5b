#!/bin/sh
# Renew the locks from their short .in files: every package pinned, with hashes, and no address of a registry.
set -eu

cd "$(dirname "$0")/.."
if [ -x build/uv/bin/uv ]; then PATH=$PWD/build/uv/bin:$PATH; fi

compile() {
    printf '→ %s\n' "$1"
    uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links "$@"
}

lock() { # lock NAME OPTION…
    name=$1
    shift
    compile "$name.in" -o "$name.txt" "$@"
}

lock requirements --universal --python-version 3.11
lock requirements-dev --universal --python-version 3.11
lock requirements-rasa --python-version 3.10
lock scripts/uv --universal --python-version 3.8
(cd scripts/node && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error)
