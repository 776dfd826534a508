#!/usr/bin/env bash
# Builds everything and runs every test. Ends with "N passed, N failed", counted from the test runner's result files.
#   ./test.sh                installs what is missing (Debian packages, npm packages), says what, then tests
#   ./test.sh --no-install   installs nothing, and fails when something is missing
set -euo pipefail
cd "$(dirname "$0")"

install=1
[ "${1:-}" = --no-install ] && install=
[ $# -le 1 ] && { [ $# -eq 0 ] || [ -z "$install" ]; } || { echo "usage: ./test.sh [--no-install]" >&2; exit 2; }

# What the tests start besides .NET, and the Debian package that brings it.
needs=(
  "node:nodejs" "npm:npm"
  "java:default-jre-headless"
  "redis-server:redis-server"
  "initdb:postgresql"
  "python3-grpc:python3-grpcio"
  "python3-protobuf:python3-protobuf"
)

has() {
  case $1 in
    initdb) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
    python3-grpc) /usr/bin/python3 -c 'import grpc' 2>/dev/null ;;
    python3-protobuf) /usr/bin/python3 -c 'import google.protobuf' 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

command -v dotnet >/dev/null || { echo "The .NET SDK is missing (global.json names the version)." >&2; exit 1; }
missing=()
for need in "${needs[@]}"; do has "${need%%:*}" || missing+=("${need#*:}"); done
if [ ${#missing[@]} -gt 0 ]; then
  [ -n "$install" ] || { echo "Missing Debian packages: ${missing[*]}" >&2; exit 1; }
  sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
  echo "Installing Debian packages: ${missing[*]}"
  $sudo apt-get update -qq
  # Installing a server must not start one: the tests start their own.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

for folder in $(git ls-files '*package-lock.json' | xargs -r -n1 dirname); do
  if [ ! -d "$folder/node_modules" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules" ]; then
    [ -n "$install" ] || { echo "Missing npm packages: run npm ci in $folder" >&2; exit 1; }
    echo "Installing npm packages in $folder"
    (cd "$folder" && npm ci --silent --no-audit --no-fund && touch node_modules)
  fi
done

dotnet build Customer360.sln --nologo -v quiet

results=artifacts/test-results
rm -rf "$results"
status=0
dotnet test Customer360.sln --no-build --nologo --logger trx --results-directory "$results" -v quiet || status=$?

total() { cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(total passed)
failed=$(total failed)
skipped=$(( $(total total) - passed - failed ))
[ "$skipped" -eq 0 ] || echo "$skipped skipped"
[ "$passed" -gt 0 ] || { echo "No test ran." >&2; status=1; }
[ "${CI:-}" != true ] || [ "$skipped" -eq 0 ] || { echo "Nothing may be skipped in CI." >&2; status=1; }
echo "$passed passed, $failed failed"
exit "$status"
