#!/usr/bin/env bash
# Measures, side by side in one run, what the project promises about its speed. Prints a line per figure:
#   name value (spread) target met|missed
# Server on one core, load client and simulated CRM on the other; each a process of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build bench/Benchmarks -c Release --nologo -v quiet
bin=artifacts/bin
data=$(mktemp -d)
pids=()
finish() { [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$data"; }
trap finish EXIT

taskset -c 1 dotnet "$bin/Sandbox/release/Customer360.Sandbox.dll" --port 5190 >"$data/sandbox.log" 2>&1 & pids+=($!)
for _ in $(seq 120); do curl -sf -o /dev/null http://127.0.0.1:5190/_sandbox/users && break; sleep 0.25; done
export ASPNETCORE_ENVIRONMENT=Development
taskset -c 0 dotnet "$bin/Benchmarks/release/Customer360.Benchmarks.dll" gateway \
  --contentRoot="$PWD/src/Gateway" --Storage:SqlitePath="$data/gateway.db" \
  --Listen:Http=127.0.0.1:5180 --Listen:Grpc=127.0.0.1:5181 \
  --Development:Sandbox=false --Development:DemoMatch=false \
  --Outbound:AllowedPrivateTargets:0=127.0.0.1:5190 --Connections:0:Salesforce:LoginUri=http://127.0.0.1:5190 \
  --RateLimits:PerCaller:CallsPerSecond=1000000 --RateLimits:PerCaller:Burst=1000000 --RateLimits:PerTenant:CallsPerSecond=1000000 --RateLimits:PerTenant:Burst=1000000 --Logging:LogLevel:Default=Warning >"$data/gateway.log" 2>&1 & pids+=($!)
for _ in $(seq 240); do curl -sf -o "$data/token" 'http://127.0.0.1:5180/dev/token?sub=full' && break; sleep 0.25; done
[ -s "$data/token" ] || { cat "$data/gateway.log" "$data/sandbox.log"; exit 1; }

taskset -c 1 dotnet "$bin/Benchmarks/release/Customer360.Benchmarks.dll" uncached http://127.0.0.1:5180 http://127.0.0.1:5181 | tee "$data/figures"
met=$(grep -c ' met$' "$data/figures" || true)
missed=$(grep -c ' missed$' "$data/figures" || true)
echo "$met met, $missed missed"
[ "$missed" -eq 0 ]
