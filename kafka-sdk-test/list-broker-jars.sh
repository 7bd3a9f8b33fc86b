#!/usr/bin/env bash
# Writes the list of jars that a broker runs from: each jar of kafka_2.13:VERSION and a small SLF4J binding, with its
# SHA-256. Run it to move the test clusters to another broker version, then review and commit the list.
# Usage: kafka-sdk-test/list-broker-jars.sh [VERSION]      (default 4.4.0; needs Maven and sha256sum)
set -euo pipefail
version=${1:-4.4.0}
module=$(cd "$(dirname "$0")" && pwd)
list=$module/src/main/resources/io/kafkasdk/test/broker-jars.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# kafka-tools-api is left out because 4.4.0 of it is missing on Maven Central; brokers run without it.
cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>io.kafkasdk</groupId><artifactId>broker-jars</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version>
      <exclusions><exclusion><groupId>org.apache.kafka</groupId><artifactId>kafka-tools-api</artifactId></exclusion></exclusions></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
POM
"$module/../mvnw" -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.10.0:list \
  -DoutputFile="$work/jars" -DoutputAbsoluteArtifactFilename=true -Dsort=true

{
  echo "# What a Kafka $version broker runs from: group:artifact:version sha256. Written by list-broker-jars.sh."
  grep -E ':jar:.*\.jar' "$work/jars" | awk '{print $1}' | while IFS=: read -r group artifact _ number _ file; do
    echo "$group:$artifact:$number $(sha256sum "$file" | cut -d' ' -f1)"
  done
} >"$work/list"
mv "$work/list" "$list"
echo "$(grep -vc '^#' "$list") jars in $list"
