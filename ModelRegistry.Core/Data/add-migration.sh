#!/bin/sh
# Adds a migration of the given name for both databases, or for none.
set -eu
cd "$(dirname "$0")/../.."
name="$1"
dotnet tool restore >/dev/null
dotnet build ModelRegistry.Core -v q
for db in Sqlite SqlServer; do
  dotnet ef migrations add "$name" --no-build --project ModelRegistry.Core --startup-project ModelRegistry.Core \
    --context "${db}RegistryDbContext" --output-dir "Data/$db/Migrations" || {
    git checkout -- ModelRegistry.Core/Data && git clean -fdq ModelRegistry.Core/Data
    exit 1
  }
done
