#!/usr/bin/env bash
# Measures audit verification, a rollback, transfers and reads on this machine; a Release build against an empty registry.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
dotnet publish ModelRegistry.Web -c Release -p:NuGetLockFilePath=obj/publish.lock.json -o "$work/publish" --verbosity quiet
dotnet build bench/ModelRegistry.Bench -c Release --verbosity quiet
bench() { dotnet run --project bench/ModelRegistry.Bench -c Release --no-build -- "$@"; }

bench audit
bench rollback
bench aliases
export Data__Directory="$work/data" Bootstrap__AdminEmail=bench@example.test Bootstrap__AdminPassword="$(head -c 18 /dev/urandom | base64)"
start_server dotnet "$work/publish/ModelRegistry.Web.dll" --urls http://127.0.0.1:0
bench server "$address" "$Bootstrap__AdminEmail" "$Bootstrap__AdminPassword" "${1:-500}"
bench writes "$address" "$Bootstrap__AdminEmail" "$Bootstrap__AdminPassword" "$work"
