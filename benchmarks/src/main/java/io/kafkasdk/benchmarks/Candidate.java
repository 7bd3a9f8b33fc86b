package io.kafkasdk.benchmarks;

import java.util.Map;

/**
 * One set of producer properties to try.
 *
 * @param compression {@code compression.type}
 * @param batchBytes {@code batch.size}
 * @param lingerMillis {@code linger.ms}
 */
record Candidate(String compression, int batchBytes, int lingerMillis) {

    Map<String, Object> config() {
        return Map.of(
                "compression.type", compression,
                "batch.size", batchBytes,
                "linger.ms", lingerMillis,
                "buffer.memory", 64L << 20);
    }

    @Override
    public String toString() {
        return compression + ", " + batchBytes / 1024 + " KiB, " + lingerMillis + " ms";
    }
}
