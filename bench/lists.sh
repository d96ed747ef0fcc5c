#!/usr/bin/env bash
# Times every list, filter, order and search over 10,000 models, 200,000 versions in one and 1,000,000 in all: lists.sh [FOLDER [VERSIONS [PART]]].
# FOLDER keeps the data (some 6 GB) for the next run; VERSIONS are those of the largest model, the rest follows. PART: a pattern of what to ask.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
data="${1:-$work/data}"
cd "$root"
dotnet publish ModelRegistry.Web -c Release -p:NuGetLockFilePath=obj/publish.lock.json -o "$work/publish" --verbosity quiet
dotnet build bench/ModelRegistry.Bench -c Release --verbosity quiet
bench() { dotnet run --project bench/ModelRegistry.Bench -c Release --no-build -- "$@"; }

# The account's password lies beside the data: both are made here and worth nothing elsewhere.
if [ ! -f "$data/bench-password" ]; then
  mkdir -p "$data"
  BENCH_PASSWORD="$(head -c 18 /dev/urandom | base64)" && export BENCH_PASSWORD
  bench many "$data" "${2:-200000}"
  echo "$BENCH_PASSWORD" >"$data/bench-password"
fi

export Data__Directory="$data"
start_server dotnet "$work/publish/ModelRegistry.Web.dll" --urls http://127.0.0.1:0
bench lists "$address" "$(cat "$data/bench-password")" "${3:-}"
stop_server
bench sheets "$data" "${3:-}"
