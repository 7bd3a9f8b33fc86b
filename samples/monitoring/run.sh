#!/usr/bin/env bash
# Runs the sample without Docker: three brokers with the JMX exporter, the application, Prometheus; see --help.
set -euo pipefail

sample="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$sample/../.." && pwd)"
jar="$sample/target/monitoring.jar"
cluster=demo

usage() {
  cat <<'HELP'
Usage: samples/monitoring/run.sh [options]

Starts three Kafka brokers with the JMX exporter, an application that produces and consumes for ever, and
Prometheus with the rules of this sample, and prints where to look. Ctrl-C ends all of it.

  --trouble           every five minutes a broker is killed and comes back, records are deleted unread, a
                      position goes back: so that alerts have something to say
  --seconds N         end by itself after N seconds
  --port N            Prometheus at N (default 19090), the application at N+1, the brokers' JMX exporters at
                      N+2 to N+4, the node exporter at N+5
  --check             instead of running for ever: check the rules and their tests, a scrape of the
                      application, and that every expression of every dashboard and rule resolves on the
                      Prometheus that scraped it all; takes about three minutes
  --write-dashboards  only write grafana/dashboards again, after a change in the dashboards package
  --help              this text

Takes prometheus and promtool from the PATH, else from Debian's package (apt-get download, unpacked under
target/, nothing is installed).

Exit code: 0 all is well, 1 the check found a fault, 2 wrong usage or no JDK, 3 the build failed, 4 there is no
Prometheus to be had, 5 something did not start, 130 stopped by Ctrl-C.
HELP
}

say() { printf '[%d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

fail() {
  local code="$1"
  shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

check=false
write=false
trouble=false
seconds=0
port=19090
whole_number() {
  [[ ${2:-} =~ ^[0-9]{1,5}$ && $2 -ge 1 ]] || fail 2 "$1 needs a whole number from 1 to 99999, not '${2:-}'"
}
while [ $# -gt 0 ]; do
  case "$1" in
    --check) check=true trouble=true ;;
    --write-dashboards) write=true ;;
    --trouble) trouble=true ;;
    --seconds) whole_number "$1" "${2:-}"; seconds="$2"; shift ;;
    --port) whole_number "$1" "${2:-}"; port="$2"; shift ;;
    --help | -h) usage; exit 0 ;;
    *) fail 2 "There is no option $1" "See samples/monitoring/run.sh --help" ;;
  esac
  shift
done
[ "$port" -le 65530 ] || fail 2 "--port needs a port of at most 65530"

java="java"
if [ -n "${JAVA_HOME:-}" ]; then
  java="$JAVA_HOME/bin/java"
fi
version="$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)" || version=""
if [ -z "$version" ] || [ "$version" -lt 17 ]; then
  fail 2 "Needs a JDK 17 or newer; '$java' is ${version:-none}. Set JAVA_HOME to one (https://adoptium.net)."
fi

build() {
  local sources=(
    "$root/pom.xml"
    "$root/kafka-sdk-core/pom.xml" "$root/kafka-sdk-core/src/main"
    "$root/kafka-sdk-test/pom.xml" "$root/kafka-sdk-test/src/main"
    "$sample/pom.xml" "$sample/src/main"
  )
  # A build that stopped half way leaves no stamp, and so is done again.
  local stamp="$sample/target/monitoring.built"
  if [ -f "$jar" ] && [ -f "$stamp" ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print | head -n 1)" ]; then
    return
  fi
  command -v "${java%java}javac" >/dev/null || fail 2 "Building needs a JDK, and '$java' has no javac beside it."
  say "Building; the first time this downloads Maven and the libraries, which takes some minutes"
  mkdir -p "$sample/target"
  rm -f "$stamp"
  : >"$stamp.new"
  (cd "$root" && ./mvnw -B -q -Pquick -Dmaven.test.skip=true -pl samples/monitoring -am package) ||
    fail 3 "The build failed; Maven's messages are above."
  mv "$stamp.new" "$stamp"
}

# A main class of the sample, with a small heap.
program() {
  local class="$1"
  shift
  "$java" -Xmx128m -cp "$jar" "io.kafkasdk.samples.monitoring.$class" "$@"
}

find_prometheus() {
  if command -v prometheus >/dev/null && command -v promtool >/dev/null; then
    prometheus="$(command -v prometheus)"
    promtool="$(command -v promtool)"
  else
    local unpacked="$sample/target/prometheus"
    if [ ! -x "$unpacked/usr/bin/prometheus" ]; then
      command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail 4 \
        "There is no prometheus and promtool on the PATH, and no apt-get to fetch them with." \
        "Install Prometheus 2.42 or newer (https://prometheus.io/download) and put both on the PATH."
      say "No prometheus on the PATH: fetching Debian's package"
      mkdir -p "$unpacked"
      (cd "$unpacked" && apt-get -q download prometheus && dpkg -x prometheus_*.deb .) >"$unpacked/fetch.log" 2>&1 ||
        fail 4 "Debian's package could not be fetched (apt-get update first?): $(tail -n 2 "$unpacked/fetch.log")"
    fi
    prometheus="$unpacked/usr/bin/prometheus"
    promtool="$unpacked/usr/bin/promtool"
  fi
  say "Prometheus: $prometheus ($("$prometheus" --version 2>&1 | sed -n '1s/prometheus, //p'))"
}

build
if $write; then
  program dashboards.WriteDashboards "$sample/grafana/dashboards"
  exit 0
fi
find_prometheus

if $check; then
  say "promtool check rules"
  "$promtool" check rules "$sample"/prometheus/rules/*.yml || fail 1 "A file of rules is not valid"
  say "promtool test rules"
  "$promtool" test rules "$sample"/prometheus/tests/*.yml || fail 1 "A test of the rules failed"
fi

for offset in 0 1 2 3 4 5; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$((port + offset))") 2>/dev/null; then
    fail 5 "Port $((port + offset)) is taken; choose others with --port"
  fi
done

run="$(mktemp -d "$sample/target/run-XXXXXX")"
pids=()
cleanup() {
  local code=$? pid
  trap - EXIT INT TERM
  for pid in "${pids[@]}"; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in "${pids[@]}"; do
    for _ in $(seq 300); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
  rm -rf "$run/data"
  if [ "$code" -ne 0 ] && [ "$code" -ne 130 ]; then
    echo "Logs: $run" >&2
  else
    rm -rf "$run"
  fi
  exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# Waits until a command succeeds, while a process lives.
await() {
  local what="$1" pid="$2" limit="$3" log="$4" start=$SECONDS
  shift 4
  until "$@" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || fail 5 "$what has ended:" "$(tail -n 15 "$log")"
    [ $((SECONDS - start)) -lt "$limit" ] || fail 5 "$what is not ready after $limit s:" "$(tail -n 15 "$log")"
    sleep 1
  done
}

configure() {
  cp -r "$sample/prometheus" "$run/"
  # A sample is watched for minutes, not for weeks.
  sed -i 's/_interval: 15s/_interval: 5s/' "$run/prometheus/prometheus.yml"
  printf '[{"targets": ["127.0.0.1:%d"]}]\n' $((port + 1)) >"$run/prometheus/targets/clients.json"
  {
    echo '['
    for broker in 1 2 3; do
      printf '{"targets": ["127.0.0.1:%d"], "labels": {"cluster": "%s", "broker": "%d"}}' \
        $((port + 1 + broker)) "$cluster" "$broker"
      [ "$broker" -eq 3 ] || echo ','
    done
    echo ']'
  } >"$run/prometheus/targets/brokers.json"
  if command -v prometheus-node-exporter >/dev/null; then
    printf '[{"targets": ["127.0.0.1:%d"], "labels": {"cluster": "%s"}}]\n' $((port + 5)) "$cluster" \
      >"$run/prometheus/targets/nodes.json"
  fi
  "$promtool" check config "$run/prometheus/prometheus.yml" >"$run/config.log" 2>&1 ||
    fail 1 "The configuration is not valid:" "$(cat "$run/config.log")"
}

start_application() {
  local options=(--cluster "$cluster" --listen "127.0.0.1:$((port + 1))" --jmx-port $((port + 2))
    --jmx-agent "$sample/target/jmx/jmx_prometheus_javaagent.jar" --jmx-config "$sample/jmx/kafka-broker.yml")
  if $trouble; then
    options+=(--trouble)
  fi
  say "Starting three brokers and the application; their log: $run/application.log"
  (cd "$sample" && exec "$java" -Xmx384m "-Devents.file=$run/events.json" -jar "$jar" "${options[@]}") \
    >"$run/application.log" 2>&1 &
  pids+=($!)
  await "The application" $! 180 "$run/application.log" grep -q '^Metrics at' "$run/application.log"
}

start_prometheus() {
  if command -v prometheus-node-exporter >/dev/null; then
    prometheus-node-exporter --web.listen-address="127.0.0.1:$((port + 5))" >"$run/node-exporter.log" 2>&1 &
    pids+=($!)
  fi
  "$prometheus" --config.file="$run/prometheus/prometheus.yml" --storage.tsdb.path="$run/data" \
    --web.listen-address="127.0.0.1:$port" >"$run/prometheus.log" 2>&1 &
  pids+=($!)
  await "Prometheus" $! 60 "$run/prometheus.log" program check.Fetch "http://127.0.0.1:$port/-/ready"
}

check_expressions() {
  # Until then a broker was killed and is back, and each kind of trouble has happened once.
  local pause=100
  say "Letting it work for $pause s, with all kinds of trouble"
  sleep "$pause" &
  wait $!
  say "promtool check metrics on a scrape of the application"
  program check.Fetch "http://127.0.0.1:$((port + 1))/metrics" >"$run/scrape.txt" ||
    fail 1 "The application does not show its metrics"
  "$promtool" check metrics <"$run/scrape.txt" || fail 1 "promtool has something to say about the metrics"
  say "$(grep -vc '^#' "$run/scrape.txt") series in the scrape"
  say "Asking Prometheus every expression of dashboards and rules"
  program check.ExpressionCheck "http://127.0.0.1:$port" "$sample/grafana/dashboards" \
    "$sample/check-exceptions.txt" "$cluster" 60 || fail 1 "Some expressions do not resolve"
  say "All expressions resolve"
}

configure
start_application
start_prometheus
if $check; then
  check_expressions
  exit 0
fi
cat <<TEXT

  Prometheus   http://127.0.0.1:$port/graph        try  kafka:group_topic_lag_seconds:max
  alerts       http://127.0.0.1:$port/alerts
  targets      http://127.0.0.1:$port/targets
  application  http://127.0.0.1:$((port + 1))/metrics
  brokers      http://127.0.0.1:$((port + 2))/metrics, and the next two ports
  event log    $run/events.json

  The dashboards are in samples/monitoring/grafana/dashboards: import them into a Grafana whose data source is
  this Prometheus. Ctrl-C ends everything.

TEXT
if [ "$seconds" -gt 0 ]; then
  sleep "$seconds" &
  wait $!
  say "The time is over"
else
  # The first that ends, ends all.
  wait -n "${pids[@]}" || true
  fail 5 "Something ended by itself:" "$(tail -n 5 "$run"/*.log)"
fi
