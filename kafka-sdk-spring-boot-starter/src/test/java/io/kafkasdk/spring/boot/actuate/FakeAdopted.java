package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.consumer.AdoptedConsumer;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.lag.LagSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** An adopted consumer that tells what another one does. */
record FakeAdopted(FakeMember told) implements AdoptedConsumer {

    @Override
    public String group() {
        return told.group();
    }

    @Override
    public String clientId() {
        return told.clientId();
    }

    @Override
    public ConsumerState state() {
        return told.state();
    }

    @Override
    public int inFlight(String topic) {
        return told.inFlight(topic);
    }

    @Override
    public LagSnapshot lag() {
        return told.lag();
    }

    @Override
    public Optional<Duration> lagObjective() {
        return told.lagObjective();
    }

    @Override
    public Optional<Duration> pollLimit() {
        return told.pollLimit();
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return told.kafkaMetrics();
    }
}
