#!/usr/bin/env bash
# Builds what the comparison needs and runs it; see --help.
set -uo pipefail

usage() {
  cat <<'HELP'
benchmarks/run.sh [quick|full] [--data FILE] [--out DIR] [--only SECTION,...] [--rounds N]
benchmarks/run.sh jmh [PATTERN] [OPTION...]

Compares the SDK with Kafka's own client, spring-kafka and others on a cluster of three brokers that it starts, and
writes DIR/report.md and DIR/report.json.

  quick            2 rounds, short stretches: shows that everything works, its figures mean nothing (default)
  full             5 rounds; what docs/tuning.md is taken from. Wants a machine that does nothing else
  --data FILE      events, one a line; default ../shared/data/earthquakes.ndjson where it is, else made ones
  --out DIR        where the reports go; default benchmarks/target/comparison
  --only SECTION   some sections only, separated by commas; a wrong name lists them
  --rounds N       how often each contender runs; odd, so that a median is one of them
  --no-build       takes what was built last

Each contender runs once a round in a JVM of its own with a heap of 512 MiB, forwards in one round, backwards in the
next. What was done last and about how long the rest takes goes to standard error.

With jmh: single steps of the hot paths under JMH, with the bytes that each allocates: all, or those whose names match
PATTERN (SendPath, OffsetTracker, Lanes, LagSampling); the options are JMH's own (-h lists them, -f 1 -i 1 -wi 1 is quick).

Ends with 0, 1 when a section failed (the report has the others), 2 when the arguments are wrong, 3 when the build failed.
HELP
}

build=1
arguments=()
here=$PWD
if [[ ${1:-} == jmh ]]; then
  shift
  cd "$(dirname "$0")/.." || exit 3
  rm -rf benchmarks/jmh/target/lib
  ./mvnw -q -B -ntp -Pquick -pl benchmarks/jmh -am package >&2 || exit 3
  java=java
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  exec "$java" -cp 'benchmarks/jmh/target/classes:benchmarks/jmh/target/lib/*' org.openjdk.jmh.Main -prof gc "$@"
fi
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --no-build) build=0 ;;
    --data | --out)
      # Relative to where the caller is, not to the repository.
      if [[ $# -lt 2 ]]; then
        printf '%s needs a value; see --help\n' "$1" >&2
        exit 2
      fi
      value=$2
      [[ $value == /* ]] || value=$here/$value
      arguments+=("$1" "$value")
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

cd "$(dirname "$0")/.." || exit 3
if [[ $build -eq 1 ]]; then
  printf 'building (some minutes the first time)\n' >&2
  modules=benchmarks,benchmarks/peers/parallel-consumer,benchmarks/peers/smallrye,benchmarks/peers/spring-kafka
  # What another version left there would be on the class path too.
  rm -rf benchmarks/target/lib benchmarks/peers/*/target/lib
  ./mvnw -q -B -ntp -Pquick -pl "$modules" -am package >&2 || exit 3
fi
java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
exec "$java" -cp 'benchmarks/target/classes:benchmarks/target/lib/*' io.kafkasdk.benchmarks.ComparisonSuite \
  ${arguments[@]+"${arguments[@]}"}
