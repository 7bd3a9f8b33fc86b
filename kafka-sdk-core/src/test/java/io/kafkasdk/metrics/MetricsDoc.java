package io.kafkasdk.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes docs/metrics.md: the text is here, the tables come from {@link MeterNames}. */
final class MetricsDoc {

    private static final String TYPE = "# TYPE ";

    private static final String INTRO = """
            # Metrics

            <!-- Written by MetricsDocTest; change the text in MetricsDoc.java, the tables in the *Names classes of the
            metrics package, then run:
            ./mvnw -pl kafka-sdk-core -am test -Dtest=MetricsDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dmetrics.doc.write=true -->

            Give the SDK a Micrometer registry, and it meters itself:

            ```java
            KafkaSdk.builder().cluster(cluster).application("order-service").meterRegistry(registry).build();
            ```

            ## What holds for all of them

            - Every meter has the tag `cluster`: the alias from `ClusterSettings`. The other tags are in the tables, and the
              same from the first registration on. No tag is ever a member id, a host, a key, an offset or a message of an
              exception. `client.id` is stable: it has no random part.
            - Times are seconds. A timer is three Prometheus series: `_count`, `_sum` and `_max`.
            - What is not known is `NaN`, never 0 and never the last value. What one partition or one member does not know is
              not known of the whole topic; only `kafka.sdk.consumer.retention.headroom` is the worst that is known. A
              partition that moves from one member to another in this process counts once.
            - Figures of a topic are those of the partitions that this process owns. Members of one group in one process share
              their series: sums for records, the worst for ages and status. To see a group that runs in several processes, use
              `sum` for records and `max` for times and status.
            - The gauges of a topic go when the last of its partitions goes. What counts stays until the last member of the
              group in this process is closed; of a topic that is written to, until nobody has written to it for 10
              minutes. The status stays for as long as a consumer that failed is not closed.
            - Lag figures are sampled twice a second (every two seconds by a consumer of 1,000 partitions or more), and one
              scrape reads them once.
            - Of acknowledgements that come in close succession one in sixteen is timed, of failures each: do not compare
              the counts of `kafka.sdk.producer.send` across outcomes; `kafka.sdk.producer.records` counts them all.

            ## How many series

            A consumer with one topic has at most %d series while all is well, a producer with one topic at most %d. Failures
            add those that count them, such as `kafka.sdk.consumer.failures` by class of the exception; each appears with the
            first failure. `kafka.sdk.consumer.deadletters` and the backward direction of `kafka.sdk.consumer.offset.resets`
            begin with 0, so that a rule that looks for an increase sees the first one.

            An SDK shows at most 200 topics. Those that come later share the tag value `_other`.

            More is there on request:

            ```java
            KafkaSdk.builder()
                    .metrics(MetricsOptions.DEFAULT.granularity(Granularity.TOP_PARTITIONS).histograms());
            ```

            | Option | What it brings | Series |
            |---|---|---|
            | `TOP_PARTITIONS` | `kafka.sdk.consumer.partition.*` and `kafka.sdk.consumer.offset.position/committed/end` of the five partitions of each group with the largest time lag. Chosen once a minute; one is replaced only by another that is 10 s and by half older | 25 a group |
            | `PARTITIONS` | the same of every owned partition | 5 a partition |
            | `clientMetrics(ALLOW_LIST)` | `kafka.sdk.client.*`: figures of the Kafka clients themselves, times in seconds | 16 a producer, 13 a consumer |
            | `clientMetrics(ALL)` | all figures of the Kafka clients, by Micrometer's `KafkaClientMetrics`, in Kafka's units | about 150 a client, more with topics, partitions and brokers |
            | `kafkaExporterNames()` | what is known of offsets under the names of kafka_exporter; never beside a running one, each sum would count twice | 4 a partition, 2 a topic |
            | `histograms()` | buckets from 5 ms to 10 s for `kafka.sdk.consumer.processing` and `kafka.sdk.producer.send` | 15 a timer |

            ## What to know about some

            - `kafka.sdk.consumer.status` has one series for each of `ok`, `paused`, `warn`, `stop`, `stall` and `rewind`: the
              present one is 1. All are `NaN` while it is not known.
            - `kafka.sdk.consumer.rebalances` counts as the Kafka client counts. In the classic protocol every member of the
              group counts every rebalance, and its time contains the wait for the others. In the new one (KIP-848) only members
              count whose partitions change, and the time is that of their own change. A rebalance that fails is not counted.
            - `kafka.sdk.consumer.poll.gap` is told when the next poll begins. A poll thread that never comes back shows as
              status `stop`.
            - `kafka.sdk.consumer.record.age` is as good as the clocks of the producers; `kafka.sdk.consumer.lag.time` rests on
              timestamps only where nothing better is known.
            - `kafka.sdk.producer.retries` has as `error` what the state of the topic tells, looked at right after the client
              repeated a request: `NOT_ENOUGH_REPLICAS`, `NO_LEADER`, `BROKER_SILENT`, `TOPIC_MISSING`, else `UNKNOWN`. The
              client keeps the broker's own answer to itself.
            - `kafka.sdk.producer.records` of a transactional producer counts what was acknowledged; its transaction may abort.
            - `kafka.sdk.throttle.time` and `kafka.sdk.producer.buffer.used` are read from each Kafka client. A producer that may
              write with acks=1 has two, the second one with `.leader` at the end of its `client.id`.
            - Averages and maxima of `kafka.sdk.client.*` are of the last 30 to 60 s, and NaN where nothing happened in that
              time. Totals go on rising when the SDK replaces a Kafka client.
            - `kafka.consumergroup.lag.sum` and `kafka.consumergroup.current.offset.sum` are of the partitions that this process
              owns and knows: sum them over the processes.
            - `kafka.sdk.circuit.state` of a consumer appears when its circuit opens for the first time. A producer and a
              consumer of the same `client.id` share it: the one further from closed is shown.
            - `kafka.sdk.group.lag` is `NaN` while the lag of one partition is not known. That is so for a partition without a
              commit, too, unless the group starts with the earliest record.
            """;

    private MetricsDoc() {}

    /** Returns the whole document. */
    static String text(int mostOfAConsumer, int mostOfAProducer) {
        StringBuilder text = new StringBuilder(INTRO.formatted(mostOfAConsumer, mostOfAProducer));
        List<MeterName> left = new ArrayList<>(MeterNames.all());
        section(text, "Consumers", left, "kafka.sdk.consumer.");
        section(text, "Groups, told by one member of each", left, "kafka.sdk.group.");
        section(text, "Producers", left, "kafka.sdk.producer.", "kafka.sdk.acks.");
        section(text, "Kafka clients, with clientMetrics(ALLOW_LIST)", left, "kafka.sdk.client.");
        section(
                text,
                "The names of kafka_exporter, with kafkaExporterNames()",
                left,
                "kafka.consumergroup.",
                "kafka.topic.");
        section(text, "All clients, and the SDK itself", left, "");
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<MeterName> left, String... prefixes) {
        text.append("\n## ").append(title).append("\n\n");
        text.append("| Micrometer | Prometheus | Type | Unit | Tags | Meaning |\n|---|---|---|---|---|---|\n");
        for (MeterName name : List.copyOf(left)) {
            if (List.of(prefixes).stream().anyMatch(name.name()::startsWith)) {
                left.remove(name);
                row(text, name);
            }
        }
    }

    private static void row(StringBuilder text, MeterName name) {
        text.append("| `").append(name.name()).append("` | `");
        text.append(prometheus(name)).append(name.type() == MeterName.Type.TIMER ? "_*" : "");
        text.append("` | ").append(name.type().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        text.append(" | ").append(unit(name)).append(" | ");
        text.append(String.join(
                ", ", name.tagKeys().stream().map(MetricsDoc::prometheusTag).toList()));
        text.append(" | ").append(name.description().replace("|", "\\|")).append(" |\n");
    }

    private static String unit(MeterName name) {
        boolean isTime = name.type() == MeterName.Type.TIMER || name.type() == MeterName.Type.TIME_GAUGE;
        return isTime ? "seconds" : name.unit() == null ? "" : name.unit();
    }

    private static String prometheusTag(String key) {
        return "`" + key.replace('.', '_') + "`";
    }

    /** Returns the name of the family in a scrape: what a real one shows, because conventions have exceptions. */
    static String prometheus(MeterName name) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MeterSet meters = new MeterSet(registry, "", false);
        String[] tags = name.tagKeys().toArray(String[]::new);
        switch (name.type()) {
            case COUNTER -> meters.counter(name, tags);
            case TIMER -> meters.timer(name, tags);
            case GAUGE, TIME_GAUGE -> meters.gaugeOf(name, () -> 0, tags);
        }
        // Of a timer the maximum is a family of its own.
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(TYPE))
                .map(line -> line.substring(TYPE.length(), line.lastIndexOf(' ')))
                .min(Comparator.comparing(String::length))
                .orElseThrow();
    }

    /** Returns the name of a series in a scrape. */
    static String prometheusSample(MeterName name) {
        return name.type() == MeterName.Type.TIMER ? prometheus(name) + "_count" : prometheus(name);
    }
}
