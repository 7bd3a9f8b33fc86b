#!/usr/bin/env bash
# Builds what a reliability run needs and runs it; see --help.
set -uo pipefail

usage() {
  cat <<'HELP'
reliability/run.sh smoke|standard|soak [--seed N] [--protocol classic|consumer|both] [--kinds KIND,...]
                   [--rounds N] [--hours H] [--out DIR] [--no-build]

Starts three brokers and clients of the SDK and of plain kafka-clients, breaks them by a plan, and lets a referee that
shares no code with the SDK judge what became of every record. Writes DIR/report.md and DIR/report.json.

  smoke            16 of the 19 kinds of faults once, with short times and sessions; 5 minutes
  standard         every kind two or three times, with Kafka's own sessions; 30 minutes
  soak             the same for hours
  --seed N         the same seed gives the same plan, though not the same interleaving; default: a new one, printed first
  --protocol P     the groups' protocol; default both, in groups of their own at the same time
  --kinds KIND     some kinds only, separated by commas; a wrong name lists them
  --rounds N       how often each kind comes
  --hours H        how long the faults of a soak go on; default 2
  --out DIR        where the report, the ledger and the logs go; default reliability/target/runs/PROFILE-SEED
  --no-build       takes what was built last

Ends with 0 when every check holds, 1 when one is broken, 2 when the arguments are wrong, 3 when it could not be built
or carried out.
HELP
}

build=1
arguments=()
here=$PWD
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --no-build) build=0 ;;
    --out)
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
  # What another version left there would be on the class path too.
  rm -rf reliability/target/lib
  ./mvnw -q -B -ntp -Pquick -pl reliability -am package >&2 || exit 3
fi
java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
exec "$java" -Xmx4g -cp 'reliability/target/classes:reliability/target/lib/*' io.kafkasdk.reliability.ReliabilityRun \
  ${arguments[@]+"${arguments[@]}"}
