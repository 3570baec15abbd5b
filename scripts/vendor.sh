#!/bin/sh
# Renew the styles and scripts of others that the pages serve: bot/web/static/vendor/. Choose versions here.
set -eu
cd "$(dirname "$0")/.."

PICO=2.1.1
HTMX=2.0.11

into=bot/web/static/vendor
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# take PACKAGE VERSION FILE NAME: one file of a package, and its licence
take() {
    mkdir -p "$tmp/$4"
    (cd "$tmp/$4" && npm pack --silent "$1@$2" >/dev/null && tar -xzf ./*.tgz)
    cp "$tmp/$4/package/$3" "$into/$4"
}

mkdir -p "$into"
rm -f "$into"/*.css "$into"/*.js
take @picocss/pico "$PICO" css/pico.jade.min.css "pico.min.css"
take htmx.org "$HTMX" dist/htmx.min.js "htmx.min.js"
cp "$tmp/pico.min.css/package/LICENSE.md" "$into/pico.LICENSE.md"
cp "$tmp/htmx.min.js/package/LICENSE" "$into/htmx.LICENSE"
cat > "$into/README.md" <<END
# Vendored

Files of others, as they come from npm; nothing here is edited. \`make vendor\` renews them (versions: scripts/vendor.sh).

| file | package | version | licence |
| --- | --- | --- | --- |
| pico.min.css | @picocss/pico (css/pico.jade.min.css) | $PICO | MIT, pico.LICENSE.md |
| htmx.min.js | htmx.org (dist/htmx.min.js) | $HTMX | 0BSD, htmx.LICENSE |
END
ls -l "$into"
