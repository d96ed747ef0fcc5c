#!/usr/bin/env bash
# Time from the start of the process to the first page, on an empty data directory.
# Goals: 6 s for "dotnet run --no-build", 3 s for a ReadyToRun publish.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
runs="${1:-3}"

measure() {
  local name="$1" begin end
  shift
  for _ in $(seq "$runs"); do
    rm -rf "$work/data"
    begin=$(date +%s%N)
    Data__Directory="$work/data" start_server "$@" --urls http://127.0.0.1:0
    curl --silent --show-error --fail --location --output /dev/null "$address"
    end=$(date +%s%N)
    printf '%-28s %d.%03d s\n' "$name" $(((end - begin) / 1000000000)) $(((end - begin) / 1000000 % 1000))
    stop_server
  done
}

cd "$root"
dotnet build ModelRegistry.Web --verbosity quiet
# The committed lock files stay as they are: publishing for one platform would write others.
dotnet publish ModelRegistry.Web -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true \
  -p:NuGetLockFilePath=obj/publish.lock.json -o "$work/publish" --verbosity quiet
measure "dotnet run --no-build" dotnet run --project ModelRegistry.Web --no-build --
measure "ReadyToRun publish" "$work/publish/ModelRegistry.Web"
