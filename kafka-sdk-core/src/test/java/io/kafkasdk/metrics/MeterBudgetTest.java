package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.metrics.MetricsOptions.Granularity;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How many series a scrape has, and that they are those that {@link MeterNames} declares. */
class MeterBudgetTest {

    static final int MOST_OF_A_CONSUMER = 45;
    static final int MOST_OF_A_PRODUCER = 25;

    /** The age of samples, once for all consumers together. */
    private static final int OF_THE_WHOLE_SDK = 1;

    /** Declared names that no event of a listener brings, each with who does. */
    private static final Map<String, String> TOLD_BY_OTHERS = Map.of(
            "kafka.sdk.group.lag", "the group view, on the elected member",
            "kafka.sdk.group.members", "the group view, on the elected member",
            "kafka.sdk.group.partitions.unowned", "the group view, on the elected member",
            "kafka.sdk.monitor.poll.duration", "the questions to the cluster",
            "kafka.sdk.producer.fenced", "transactional producers",
            "kafka.sdk.producer.retries", "the looks at what the Kafka client sends again");

    private final PrometheusRig prometheus = new PrometheusRig(MetricsOptions.DEFAULT);

    private static final class PrometheusRig {

        private final MeterRig rig;

        private PrometheusRig(MetricsOptions options) {
            rig = new MeterRig(
                    options,
                    clock -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock));
        }

        private ScriptedLife life() {
            return new ScriptedLife(rig);
        }

        private List<String> series() {
            return ((PrometheusMeterRegistry) rig.registry)
                    .scrape()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }

        private Set<String> names() {
            Set<String> names = new TreeSet<>();
            for (Meter meter : rig.registry.getMeters()) {
                names.add(meter.getId().getName());
            }
            return names;
        }
    }

    @Test
    void aConsumerOfOneTopicStaysWithinItsBudget() {
        prometheus.life().consumerWorks();
        int healthy = prometheus.series().size() - OF_THE_WHOLE_SDK;
        prometheus.life().consumerFails();
        int troubled = prometheus.series().size() - OF_THE_WHOLE_SDK;
        System.out.printf(
                "series of a consumer with one topic: %d healthy, %d after every trouble; of the whole SDK: %d%n",
                healthy, troubled, OF_THE_WHOLE_SDK);
        assertThat(prometheus.series())
                .filteredOn(series -> series.startsWith("kafka_sdk_monitor_samples_age_seconds{"))
                .hasSize(OF_THE_WHOLE_SDK);
        assertThat(healthy).isLessThanOrEqualTo(MOST_OF_A_CONSUMER);
        assertThat(troubled - healthy).as("what only troubles bring").isLessThanOrEqualTo(15);
    }

    @Test
    void moreMembersOfTheGroupAddOnlyWhatIsOfTheClient() {
        prometheus.life().consumerWorks();
        int one = prometheus.series().size();
        prometheus.rig.open(new StagedConsumer("app.payments-2", "payments", List.of()));
        assertThat(prometheus.series().size() - one).isLessThanOrEqualTo(2);
    }

    @Test
    void aProducerOfOneTopicStaysWithinItsBudget() {
        prometheus.life().producerWorks();
        int healthy = prometheus.series().size();
        prometheus.life().producerFails();
        System.out.printf(
                "series of a producer with one topic: %d healthy, %d after a failure%n",
                healthy, prometheus.series().size());
        assertThat(healthy).isLessThanOrEqualTo(MOST_OF_A_PRODUCER);
    }

    @Test
    void partitionsCostFiveSeriesEachAndHistogramsFifteenForEachTimer() {
        prometheus.life().consumerWorks();
        PrometheusRig partitions = new PrometheusRig(MetricsOptions.DEFAULT.granularity(Granularity.PARTITIONS));
        partitions.life().consumerWorks();
        PrometheusRig histograms = new PrometheusRig(MetricsOptions.DEFAULT.histograms());
        histograms.life().consumerWorks();
        int plain = prometheus.series().size();
        assertThat(partitions.series().size() - plain).isEqualTo(2 * 5);
        assertThat(histograms.series().size() - plain).isEqualTo(15);
    }

    @Test
    void whatIsRegisteredIsDeclaredAndWhatIsDeclaredIsRegistered() {
        PrometheusRig all = new PrometheusRig(MetricsOptions.DEFAULT.granularity(Granularity.PARTITIONS));
        all.life().consumerWorks().consumerFails().producerWorks().producerFails();
        Set<String> declared = new TreeSet<>();
        MeterNames.all().forEach(meter -> declared.add(meter.name()));
        assertThat(declared).containsAll(TOLD_BY_OTHERS.keySet());
        declared.removeAll(TOLD_BY_OTHERS.keySet());
        // Only where an option asks for them; ClientMetersTest and ExporterMetersTest see them come.
        AllowedNames.ALL.forEach(meter -> declared.remove(meter.name()));
        ExporterNames.ALL.forEach(meter -> declared.remove(meter.name()));
        assertThat(all.names()).isEqualTo(declared);
    }

    @Test
    void everyMeterHasTheTagsTheTypeAndThePrometheusNameThatAreDeclared() {
        prometheus.life().consumerWorks().consumerFails().producerWorks().producerFails();
        Map<String, MeterName> declared = new TreeMap<>();
        MeterNames.all().forEach(meter -> declared.put(meter.name(), meter));
        assertThat(declared).hasSameSizeAs(MeterNames.all());
        String scrape = ((PrometheusMeterRegistry) prometheus.rig.registry).scrape();
        for (Meter meter : prometheus.rig.registry.getMeters()) {
            MeterName name = declared.get(meter.getId().getName());
            Set<String> keys = new TreeSet<>(name.tagKeys());
            keys.add(MeterNames.CLUSTER_TAG);
            assertThat(meter.getId().getTags())
                    .as(name.name())
                    .extracting(tag -> tag.getKey())
                    .containsExactlyInAnyOrderElementsOf(keys);
            assertThat(meter.getId().getDescription()).isEqualTo(name.description());
            assertThat(scrape).contains("\n" + MetricsDoc.prometheusSample(name) + "{");
        }
    }
}
