#!/bin/sh
# Fetch or find what the commands of the Makefile need, and nothing that is here already.
#
#   scripts/setup.sh service      .venv: web, worker, actions, command line (Python 3.11 or newer)
#   scripts/setup.sh tools        the same with what the checks and tests need
#   scripts/setup.sh assistant    .venv-rasa: Rasa (Python 3.10)
#   scripts/setup.sh stand-ins    Node 22, the stand-in for Twilio and what else the tests borrow from npm, in build/node
#   scripts/setup.sh browser      Chromium, for the tests of the simulator and the console
#
# What is missing and cannot be had ends in one line that says what to install, and exit code 1.
set -eu

cd "$(dirname "$0")/.."
HERE=$(pwd)
SERVICE=$HERE/.venv
ASSISTANT=$HERE/.venv-rasa
UV_ROOM=$HERE/build/uv
NODE_ROOM=$HERE/build/node
FOUND=$HERE/build/found
ROOM_NEEDED_KB=4000000 # both environments with their wheels
STAMP=.goldaw-stamp

# Progress goes to the terminal also where a function's output is its answer.
exec 3>&1
say() { printf '→ %s\n' "$*" >&3; }
give_up() {
    printf 'Goldaw cannot be set up: %s\n' "$*" >&2
    exit 1
}

main() {
    mkdir -p "$FOUND" || give_up "cannot write to $HERE."
    for part in "$@"; do
        case $part in
        service) service ;;
        tools) tools ;;
        assistant) assistant ;;
        stand-ins) stand_ins ;;
        browser) browser ;;
        *) give_up "'$part' is no part; see the head of scripts/setup.sh." ;;
        esac
    done
}

# ── environments ─────────────────────────────────────────────────────────────────────────────────────

service() {
    # An environment with the tools has everything that the service needs.
    is_fresh "$SERVICE" requirements.txt requirements-dev.txt || environment "$SERVICE" service requirements.txt
}

tools() {
    environment "$SERVICE" service requirements.txt requirements-dev.txt
}

assistant() {
    environment "$ASSISTANT" assistant requirements-rasa.txt
}

# environment FOLDER service|assistant LOCK…
environment() {
    folder=$1 which=$2
    shift 2
    is_fresh "$folder" "$@" && return
    need_room
    python=$(a_python "$which")
    say "Environment ${folder##*/} ($("$python" --version)): fetching packages, about a minute the first time"
    has_uv || fetch_uv "$python"
    is_usable "$which" "$folder" || make_room "$folder" "$python"
    printf '%s\n' "$folder" >"$folder/$STAMP"
    install "$folder" "$@" || give_up "the packages of $* could not be installed; the lines above say why."
    stamp "$folder" "$@" >"$folder/$STAMP"
}

# The stamp holds the locks' checksums and the folder: an environment that was moved or is old is made again.
is_fresh() {
    fresh_folder=$1
    shift
    [ -f "$fresh_folder/$STAMP" ] && [ "$(stamp "$fresh_folder" "$@")" = "$(cat "$fresh_folder/$STAMP")" ] &&
        "$fresh_folder/bin/python" -c '' 2>/dev/null
}

stamp() {
    printf '%s\n' "$1"
    shift
    cksum "$@"
}

# A folder that was moved keeps its old path in its scripts.
is_usable() {
    [ "$(head -n 1 "$2/$STAMP" 2>/dev/null)" = "$2" ] && fits "$1" "$2/bin/python"
}

need_room() {
    free=$(df -Pk . | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$ROOM_NEEDED_KB" ] ||
        give_up "no disk space; the environments need $((ROOM_NEEDED_KB / 1000000)) GB here and $((free / 1000)) MB are free."
}

make_room() {
    # A Python without the venv module (Debian without python3-venv) can still be served by uv.
    "$2" -m venv --clear --without-pip "$1" 2>/dev/null || uv venv --quiet --clear --python "$2" "$1" ||
        give_up "the environment ${1##*/} could not be made with $2."
}

install() {
    into=$1
    shift
    if has_uv && sync "$into" "$@"; then return; fi
    say "uv did not manage; trying pip, which takes longer"
    "$into/bin/python" -m ensurepip >/dev/null || return 1
    for lock in "$@"; do
        "$into/bin/python" -m pip install --require-hashes --progress-bar off --quiet -r "$lock" || return 1
    done
}

# Show what is fetched, not the list of every package; a pipe would lose the exit code.
sync() {
    into_python=$1/bin/python
    shift
    code=$FOUND/uv-exit-code
    { uv pip sync --python "$into_python" --require-hashes "$@" 2>&1 && echo 0 >"$code" || echo 1 >"$code"; } |
        grep -v '^ [-+~] ' || true
    [ "$(cat "$code")" = 0 ]
}

# ── uv ───────────────────────────────────────────────────────────────────────────────────────────────

uv() {
    if [ -x "$UV_ROOM/bin/uv" ]; then "$UV_ROOM/bin/uv" "$@"; else command uv "$@"; fi
}

has_uv() { uv --version >/dev/null 2>&1; }

# fetch_uv PYTHON: without it pip does the work.
fetch_uv() {
    "$1" -m venv --clear "$UV_ROOM" 2>/dev/null || return 0
    "$UV_ROOM/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.txt ||
        rm -rf "$UV_ROOM"
}

# ── Python ───────────────────────────────────────────────────────────────────────────────────────────

SERVICE_PYTHONS="3.12 3.13 3.11 3.14"
ASSISTANT_PYTHONS="3.10"

# a_python service|assistant: print a Python that fits, fetching one with uv if none is here.
a_python() {
    if [ "$1" = service ]; then versions=$SERVICE_PYTHONS; else versions=$ASSISTANT_PYTHONS; fi
    find_python "$1" "$versions" || fetch_python "$versions" || no_python "$1"
}

find_python() {
    for version in $2; do
        for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
            if fits "$1" "$candidate"; then
                path_of "$candidate"
                return
            fi
        done
    done
    for candidate in python3 python; do
        if fits "$1" "$candidate"; then
            path_of "$candidate"
            return
        fi
    done
    return 1
}

# Only a run tells: pyenv puts names on the PATH behind which no Python stands.
fits() {
    case $1 in
    service) wanted='sys.version_info >= (3, 11)' ;;
    assistant) wanted='sys.version_info[:2] == (3, 10)' ;;
    any) wanted='sys.version_info >= (3, 8)' ;;
    esac
    "$2" -c "import sys, ensurepip, venv; sys.exit(not ($wanted))" >/dev/null 2>&1
}

path_of() { "$1" -c 'import os, sys; print(os.path.realpath(sys.executable))'; }

fetch_python() {
    version=${1%% *}
    if ! has_uv; then
        any=$(find_python any "3.13 3.12 3.11 3.10 3.9 3.8") || return 1
        fetch_uv "$any"
    fi
    has_uv || return 1
    say "Python $version is not here; asking uv to fetch it"
    uv python install "$version" >/dev/null 2>&1 && uv python find "$version"
}

no_python() {
    if [ "$1" = service ]; then
        give_up "no Python 3.11 or newer (with venv) was found, and uv could not fetch one; install python3.12 and python3.12-venv, or uv."
    fi
    give_up "no Python 3.10 was found, and uv could not fetch one (Rasa runs on 3.10 only); install it with 'pyenv install 3.10' or python3.10 and python3.10-venv."
}

# ── what only the tests need ─────────────────────────────────────────────────────────────────────────

stand_ins() {
    [ -f "$NODE_ROOM/$STAMP" ] && [ "$(node_stamp)" = "$(cat "$NODE_ROOM/$STAMP")" ] && return
    command -v npm >/dev/null 2>&1 || apt_install npm ||
        give_up "npm is missing; the tests need it for the stand-in for Twilio. Install Node.js with npm (Debian: apt-get install npm)."
    say "Node 22 and what the tests borrow: fetching from npm"
    rm -rf "$NODE_ROOM"
    mkdir -p "$NODE_ROOM"
    cp scripts/node/package.json scripts/node/package-lock.json scripts/node/.npmrc "$NODE_ROOM"
    (cd "$NODE_ROOM" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
        give_up "the stand-ins could not be fetched from npm; the lines above say why."
    new_node "$NODE_ROOM/node_modules/.bin/node" || own_node ||
        give_up "npm has no Node for this machine; install Node 22.15 or newer."
    node_stamp >"$NODE_ROOM/$STAMP"
}

own_node() {
    new_node node && ln -sf "$(command -v node)" "$NODE_ROOM/node_modules/.bin/node"
}

new_node() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number)
process.exit(a > 22 || (a === 22 && b >= 15) ? 0 : 1)' 2>/dev/null
}

node_stamp() { stamp "$NODE_ROOM" scripts/node/package.json scripts/node/package-lock.json; }

browser() {
    [ -f "$FOUND/chromium" ] && runs "$(cat "$FOUND/chromium")" && return
    chromium=$(find_chromium) || {
        say "Chromium is not here; fetching it (100 MB)"
        apt_install chromium || true
        chromium=$(find_chromium) || chromium=$(fetch_chromium) ||
            give_up "no Chromium was found; the browser tests need it. Install chromium, or set CHROMIUM to its path."
    }
    printf '%s\n' "$chromium" >"$FOUND/chromium"
}

find_chromium() {
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$candidate" ] && runs "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

runs() { "$1" --version >/dev/null 2>&1; }

# Where there is no apt-get, Playwright brings a browser of its own.
fetch_chromium() {
    "$SERVICE/bin/python" -m playwright install chromium >&2 || return 1
    chromium=$("$SERVICE/bin/python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as one: print(one.chromium.executable_path)') && runs "$chromium" && printf '%s\n' "$chromium"
}

apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say "Installing $1 with apt-get"
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null 2>&1
}

main "$@"
