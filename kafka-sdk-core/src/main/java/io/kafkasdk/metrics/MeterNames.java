package io.kafkasdk.metrics;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every meter of the SDK. {@code cluster} (the alias of the cluster) is a tag of all of them. What is not known is NaN or
 * absent, never 0.
 */
public final class MeterNames {

    /** The tag that all meters carry: the alias of the cluster. */
    public static final String CLUSTER_TAG = "cluster";

    private MeterNames() {}

    /** Returns all meters, grouped by subject. */
    public static List<MeterName> all() {
        return Stream.of(
                        ConsumerNames.ALL,
                        LagNames.ALL,
                        ProducerNames.ALL,
                        ClientNames.ALL,
                        AllowedNames.ALL,
                        ExporterNames.ALL)
                .flatMap(List::stream)
                .toList();
    }
}
