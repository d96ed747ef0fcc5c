#!/usr/bin/env bash
# Runs the tests on a real SQL Server in a container, and then what an administrator does there. Needs docker with compose, curl and the .NET SDK.
#
#   ModelRegistry.Tests/SqlServer/run.sh              all three runs: snapshot reads off, on, and another collation with the README's login
#   ModelRegistry.Tests/SqlServer/run.sh admin        only the migration script under sqlcmd, one process at a time, backup and restore
#   FILTER='FullyQualifiedName~Slots' …/run.sh tests  only the tests that match
#
# Each run prints how many tests were skipped and why. Ends with exit code 1 after the first step that failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-all}
export MSSQL_PORT=${MSSQL_PORT:-14333}
export MSSQL_SA_PASSWORD=${MSSQL_SA_PASSWORD:-"Sa1-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"}
login_password="Lo1-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
admin_password="Ad1-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
work=$(mktemp -d)
server_pid=

compose() { docker compose -p modelregistry-tests -f ModelRegistry.Tests/SqlServer/compose.yaml "$@"; }
# Quoted identifiers are off in sqlcmd unless -I is given; it is left out on purpose.
sql() { compose exec -T sqlserver /opt/mssql-tools18/bin/sqlcmd -C -b -S localhost -U sa -P "$MSSQL_SA_PASSWORD" "$@"; }
say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

cleanup() {
  [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
  compose down -v >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

start() { # collation
  compose down -v >/dev/null 2>&1 || true
  MSSQL_COLLATION=$1 compose up -d --wait
  sql -Q "CREATE LOGIN registry WITH PASSWORD = N'$login_password', CHECK_POLICY = OFF"
}

tests() { # name, collation, snapshot on or off, login or empty
  say "Tests: $1"
  start "$2"
  REGISTRY_TEST_SQLSERVER="Server=127.0.0.1,$MSSQL_PORT;User ID=sa;Password=$MSSQL_SA_PASSWORD;TrustServerCertificate=True" \
  REGISTRY_TEST_SQLSERVER_SNAPSHOT=$3 REGISTRY_TEST_SQLSERVER_LOGIN=$4 \
    dotnet test ModelRegistry.Tests --no-build --filter "${FILTER:-Speed!=slow}" --logger "trx;LogFileName=$1.trx" --results-directory "$work" ||
    fail "tests, $1"
  say "Skipped, and why: $1"
  grep -o 'SQLite.s own: [^<]*' "$work/$1.trx" | sort | uniq -c || true
}

ready() { # address
  for _ in $(seq 100); do
    curl -fsS "$1/health/ready" >/dev/null 2>&1 && return
    sleep 0.2
  done
  fail "the server did not become ready"
}

admin() {
  say "What an administrator does"
  start Latin1_General_100_CS_AS
  program=ModelRegistry.Web/bin/Debug/net10.0/ModelRegistry.Web.dll
  base="Server=127.0.0.1,$MSSQL_PORT;Database=Registry;TrustServerCertificate=True"
  export Database__Provider=SqlServer
  export ConnectionStrings__Registry="$base;User ID=registry;Password=$login_password"

  say "The migration script under sqlcmd: twice, and refused in master"
  dotnet $program migration-script > "$work/registry.sql"
  compose cp "$work/registry.sql" sqlserver:/var/opt/mssql/registry.sql
  sql -Q "CREATE DATABASE Registry"
  sql -d Registry -i /var/opt/mssql/registry.sql
  sql -d Registry -i /var/opt/mssql/registry.sql
  ! sql -d master -i /var/opt/mssql/registry.sql || fail "the script ran in master"
  [ "$(sql -h -1 -W -Q "SET NOCOUNT ON; SELECT COUNT(*) FROM master.sys.tables WHERE name = N'Models'" | tr -d ' \r\n')" = 0 ] || fail "tables in master"
  sql -d Registry -Q "CREATE USER registry FOR LOGIN registry; GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO registry;
    DENY UPDATE, DELETE ON dbo.AuditEvents TO registry; ALTER ROLE db_backupoperator ADD MEMBER registry;"

  say "The server with the README's login, and a second one that is refused"
  address=http://127.0.0.1:5871
  Bootstrap__AdminEmail=admin@example.com Bootstrap__AdminPassword="$admin_password" \
    dotnet $program --urls $address --Data:Directory "$work/data" > "$work/server.log" 2>&1 & server_pid=$!
  ready $address
  grep -q READ_COMMITTED_SNAPSHOT "$work/server.log" || fail "the start does not say that snapshot reads are off"
  code=0
  dotnet $program --urls http://127.0.0.1:5872 --Data:Directory "$work/other" > "$work/second.log" 2>&1 || code=$?
  [ $code = 2 ] && grep -q 'Another process' "$work/second.log" || fail "a second process was not refused"

  say "The database server goes and comes back"
  curl -fsS -u "admin@example.com:$admin_password" $address/api/v1/models --json '{"name": "fraud"}' >/dev/null
  compose stop -t 1 sqlserver
  answer=$(curl -sS -o /dev/null -w '%{http_code} %{time_total}' -u "admin@example.com:$admin_password" $address/api/v1/models)
  [ "${answer%% *}" = 503 ] && awk "BEGIN { exit !(${answer##* } <= 5) }" || fail "answered $answer while the database was away"
  compose start sqlserver
  compose up -d --wait
  for _ in $(seq 50); do curl -fsS $address/health/ready >/dev/null 2>&1 && break; sleep 0.2; done
  ready $address

  say "Backup, restore, verify"
  compose exec -T sqlserver mkdir -p /var/opt/mssql/backup
  dotnet $program backup "$work/backup" --database-file /var/opt/mssql/backup/registry.bak --Data:Directory "$work/data"
  kill $server_pid; wait $server_pid || true; server_pid=
  sql -Q "ALTER DATABASE Registry SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE Registry;
    RESTORE DATABASE Registry FROM DISK = N'/var/opt/mssql/backup/registry.bak';"
  dotnet $program restore "$work/backup" --verify --Data:Directory "$work/restored"
  dotnet $program verify --all --Data:Directory "$work/restored"
}

dotnet build ModelRegistry.sln -v q
case $what in
  all) tests read-committed SQL_Latin1_General_CP1_CI_AS off ''
       tests snapshot SQL_Latin1_General_CP1_CI_AS on ''
       tests turkish-restricted Turkish_100_CS_AS on "registry:$login_password"
       admin ;;
  tests) tests read-committed SQL_Latin1_General_CP1_CI_AS off '' ;;
  admin) admin ;;
  *) fail "'$what' is not one of: all, tests, admin" ;;
esac
say "Everything passed."
