# Shared by the scripts beside it: where the repository is, and a wait for the line that says where to open the browser.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
server=""

stop_server() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  server=""
}

trap 'stop_server; rm -rf "$work"' EXIT

# Starts a command, which prints "Open ADDRESS" when it is ready; sets $server and $address.
start_server() {
  : >"$work/server.log" # or the address of the server before is read
  "$@" >>"$work/server.log" 2>&1 &
  server=$!
  until address="$(sed -n 's/^ *Open *\(http[^ ]*\)$/\1/p' "$work/server.log")" && [ -n "$address" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/server.log"; exit 1; }
    sleep 0.02
  done
}
