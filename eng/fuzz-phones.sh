#!/bin/sh
# eng/fuzz-phones.sh SECONDS [SEED]: random texts for the phone parser, until the time is up or something does not hold.
set -eu
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project bench/Benchmarks -- fuzz-phones "${1:?SECONDS}" ${2:+"$2"}
