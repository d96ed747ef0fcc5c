#!/usr/bin/env bash
# Open pages: circuits.sh [PAGES [SECONDS [SOURCE]]]. A Release build of this repository, or of the other checkout that SOURCE names
# (before and after on one machine), filled with the demo; goal: 500 open model pages ≤ 600 MB over the idle server, given back when they have gone.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
pages="${1:-500}" seconds="${2:-60}" source="${3:-$root}"
(cd "$source" && dotnet publish ModelRegistry.Web -c Release -p:NuGetLockFilePath=obj/publish.lock.json -o "$work/publish" --verbosity quiet)
dotnet build bench/ModelRegistry.Bench -c Release --verbosity quiet
ulimit -n 8192
Limits__PagesPerPerson=100000 Data__Directory="$work/data" start_server dotnet "$work/publish/ModelRegistry.Web.dll" --demo --urls http://127.0.0.1:0
read -r email password < <(sed -n 's/^ *DataScientist *\([^ ]*\) *\([^ ]*\)$/\1 \2/p' "$work/server.log")
dotnet run --project bench/ModelRegistry.Bench -c Release --no-build -- circuits "$address/" "$email" "$password" "$server" "$pages" "$seconds"
