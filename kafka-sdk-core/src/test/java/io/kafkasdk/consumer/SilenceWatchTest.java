package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private final ManualClock clock = new ManualClock();
    private final Assignment assignment = new Assignment();
    private double connections = 1;
    private boolean answersSlowly;
    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            MetricName name = new MetricName("connection-count", "consumer-metrics", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return connections;
                }
            });
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            if (answersSlowly) {
                clock.advance(timeout);
            }
            return topic.equals("there") ? List.of(new PartitionInfo(topic, 0, null, null, null)) : List.of();
        }
    };
    private final SilenceWatch watch =
            new SilenceWatch("payments", List.of("there", "orders", "ordres"), client, assignment, clock);

    @Test
    void namesTopicsThatDoNotExistOnceAMinute() {
        assignment.add(P0);
        try (LogCapture log = new LogCapture(SilenceWatch.class)) {
            watch.look();
            assertThat(log.text()).isEmpty();
            for (int second = 0; second < 59; second++) {
                clock.advance(Duration.ofSeconds(1));
                watch.look();
            }
            assertThat(log.count()).isEqualTo(1);
            assertThat(log.text())
                    .contains("[ordres]", "ConsumerSettings.topics")
                    .doesNotContain("there");
        }
    }

    @Test
    void saysWithinTenSecondsThatNoBrokerCanBeReached() {
        connections = 0;
        try (LogCapture log = new LogCapture(SilenceWatch.class)) {
            clock.advance(Duration.ofSeconds(4));
            watch.look();
            assertThat(log.text()).as("connecting takes a moment").isEmpty();
            clock.advance(Duration.ofSeconds(4));
            watch.look();
            assertThat(log.text()).contains("no broker can be reached").doesNotContain("exist");
        }
    }

    @Test
    void aLookTakesNoMoreThanASecondHoweverManyTopicsAreMissing() {
        connections = 1;
        answersSlowly = true;
        clock.advance(Duration.ofSeconds(4));
        long before = clock.getAsLong();
        watch.look();
        assertThat(Duration.ofNanos(clock.getAsLong() - before)).isEqualTo(Duration.ofSeconds(1));
    }
}
