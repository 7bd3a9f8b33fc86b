package io.kafkasdk.metrics;

import io.kafkasdk.consumer.ConsumerListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** The meters of some consumers, in a registry whose time the test turns. */
final class MeterRig {

    static final TopicPartition P0 = new TopicPartition("orders", 0);
    static final TopicPartition P1 = new TopicPartition("orders", 1);

    final MockClock clock = new MockClock();
    final MeterRegistry registry;
    final List<StagedConsumer> consumers = new ArrayList<>();
    final KafkaSdkMetrics metrics;
    final ConsumerListener events;

    MeterRig() {
        this(MetricsOptions.DEFAULT);
    }

    MeterRig(MetricsOptions options) {
        this(options, clock -> new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock));
    }

    MeterRig(MetricsOptions options, Function<? super Clock, ? extends MeterRegistry> registries) {
        registry = registries.apply(clock);
        metrics = new KafkaSdkMetrics(registry, "main", options, () -> List.copyOf(consumers));
        events = metrics.consumers();
    }

    /** Opens a consumer. */
    StagedConsumer open(StagedConsumer consumer) {
        consumers.add(consumer);
        metrics.clientOpened(consumer.clientId(), "consumer", consumer.group());
        return consumer;
    }

    /** Closes a consumer, and has the meters look. */
    void close(StagedConsumer consumer) {
        consumers.remove(consumer);
        look();
    }

    /** Looks as the SDK does every few seconds. */
    void look() {
        Set<OpenClient> open = new HashSet<>();
        consumers.forEach(
                consumer -> open.add(new OpenClient(OpenClient.CONSUMER, consumer.clientId(), consumer.group())));
        metrics.retainClients(() -> open);
    }

    /** Lets more time pass than figures may be old. */
    void pass() {
        clock.add(Duration.ofSeconds(1));
    }

    double gauge(MeterName name, String... tags) {
        return registry.get(name.name()).tags(tags).gauge().value();
    }

    double seconds(MeterName name, String... tags) {
        return registry.get(name.name()).tags(tags).timeGauge().value(TimeUnit.SECONDS);
    }

    double count(MeterName name, String... tags) {
        return registry.get(name.name()).tags(tags).counter().count();
    }

    boolean has(MeterName name, String... tags) {
        return registry.find(name.name()).tags(tags).meter() != null;
    }

    /** The names of all meters with this tag. */
    Set<String> names(String tagKey, String tagValue) {
        Set<String> names = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            if (tagValue.equals(meter.getId().getTag(tagKey))) {
                names.add(meter.getId().getName());
            }
        }
        return names;
    }
}
