package io.kafkasdk.metrics;

import io.kafkasdk.metrics.ExporterSource.GroupFigures;
import io.kafkasdk.metrics.ExporterSource.PartitionFigures;
import io.micrometer.core.instrument.Gauge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of offsets, under kafka_exporter's names. Renewed now and then as a whole: a series is there as long as its
 * value is known. Topics beyond the cap have none.
 *
 * <p><b>Threads:</b> one at a time, but for what the registry reads.
 */
final class ExporterMeters {

    private final MeterSet meters;
    private final TopicCap topics;
    private final ExporterSource source;
    private final Map<Series, Gauge> gauges = new HashMap<>();
    private final Map<Series, Double> values = new ConcurrentHashMap<>();

    ExporterMeters(MeterSet meters, TopicCap topics, ExporterSource source) {
        this.meters = meters;
        this.topics = topics;
        this.source = source;
    }

    /** Reads the source, and adds and removes series. Does not block longer than the source. */
    void renew() {
        Map<Series, Double> now = new HashMap<>();
        source.groups().forEach(group -> add(group, now));
        source.partitionCounts().forEach((topic, count) -> {
            if (hasSeries(topic)) {
                now.put(Series.of(ExporterNames.PARTITIONS, topic), (double) count);
            }
        });
        values.keySet().retainAll(now.keySet());
        values.putAll(now);
        gauges.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                meters.remove(entry.getValue());
            }
            return gone;
        });
        now.keySet().forEach(series -> gauges.computeIfAbsent(series, this::register));
    }

    private Gauge register(Series series) {
        return meters.gauge(
                series.meter, () -> values.getOrDefault(series, Double.NaN), series.tagValues.toArray(String[]::new));
    }

    /** A sum over several topics under one name would look like that of one. */
    private boolean hasSeries(String topic) {
        return !topics.tagFor(topic).equals(TopicCap.OTHER);
    }

    private void add(GroupFigures group, Map<Series, Double> now) {
        String name = group.group();
        group.members().ifPresent(members -> now.put(Series.of(ExporterNames.MEMBERS, name), (double) members));
        for (PartitionFigures figures : group.partitions()) {
            if (hasSeries(figures.partition().topic())) {
                add(name, figures, now);
            }
        }
    }

    private static void add(String name, PartitionFigures figures, Map<Series, Double> now) {
        String topic = figures.partition().topic();
        String partition = Integer.toString(figures.partition().partition());
        if (figures.committed() >= 0) {
            double committed = figures.committed();
            now.put(Series.of(ExporterNames.COMMITTED, name, topic, partition), committed);
            now.merge(Series.of(ExporterNames.COMMITTED_SUM, name, topic), committed, Double::sum);
            if (figures.end() >= 0) {
                // What retention deleted cannot be read any more, and a commit may be ahead of an end of some time
                // ago.
                double lag = Math.max(0, figures.end() - Math.max(figures.committed(), figures.start()));
                now.put(Series.of(ExporterNames.LAG, name, topic, partition), lag);
                now.merge(Series.of(ExporterNames.LAG_SUM, name, topic), lag, Double::sum);
            }
        }
        // Groups may have learnt it at different times.
        if (figures.end() >= 0) {
            now.merge(Series.of(ExporterNames.END, topic, partition), (double) figures.end(), Math::max);
        }
        if (figures.start() >= 0) {
            now.merge(Series.of(ExporterNames.START, topic, partition), (double) figures.start(), Math::max);
        }
    }

    private record Series(MeterName meter, List<String> tagValues) {

        static Series of(MeterName meter, String... tagValues) {
            return new Series(meter, List.of(tagValues));
        }
    }
}
