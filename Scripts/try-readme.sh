#!/usr/bin/env bash
# Runs every curl line of the README against a server of its own, as a newcomer would paste it; on a free port, so that
# nothing else that listens on the README's can answer in its place.
#
# usage: try-readme.sh BINARY
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
log=$(mktemp)
# No key of the machine's may turn a simulator into a bill.
env -u OPENAI_API_KEY -u ANTHROPIC_API_KEY "$binary" serve --port 0 >"$log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT
address=
for _ in $(seq 300); do
  address=$(grep -om1 'http://127\.0\.0\.1:[0-9]*' "$log" || true)
  [ -n "$address" ] && break
  kill -0 $server 2>/dev/null || { echo "'serve' did not start:"; cat "$log"; exit 1; }
  sleep 0.1
done
[ -n "$address" ] || { echo "'serve' told no address:"; cat "$log"; exit 1; }
count=0
while IFS= read -r command; do
  count=$((count + 1))
  echo "  ${command:0:100}…"
  answer=$(bash -c "${command//http:\/\/127.0.0.1:8080/$address} --silent --show-error --fail-with-body --max-time 20") || {
    printf 'failed: %s\n%s\n' "$command" "$answer"; exit 1; }
  case $answer in
    *'"finish_reason":"stop"'* | *message_stop*) ;;
    *) printf 'no whole answer: %s\n%s\n' "$command" "$answer"; exit 1 ;;
  esac
done < <(python3 - <<'P'
import re
text = open("README.md").read()
for block in re.findall(r"```sh\n(.*?)```", text, re.S):
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("curl "):
            print(line)
P
)
[ "$count" -ge 2 ] || { echo "the README holds only $count curl lines"; exit 1; }
echo "$count curl lines answered."
