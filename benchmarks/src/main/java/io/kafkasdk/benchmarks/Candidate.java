package io.kafkasdk.benchmarks;

import io.kafkasdk.tuning.TuningProfile;
import java.util.Map;

/**
 * One set of producer properties to try.
 *
 * @param name what the table calls it
 * @param config the properties
 */
record Candidate(String name, Map<String, Object> config) {

    static Candidate of(String compression, int batchBytes, int lingerMillis) {
        return new Candidate(
                compression + ", " + batchBytes / 1024 + " KiB, " + lingerMillis + " ms",
                Map.of(
                        "compression.type", compression,
                        "batch.size", batchBytes,
                        "linger.ms", lingerMillis,
                        "buffer.memory", 64L << 20));
    }

    static Candidate of(TuningProfile profile) {
        return new Candidate(profile.name(), profile.producer().toKafkaConfig());
    }

    @Override
    public String toString() {
        return name;
    }
}
