package io.kafkasdk.producer;

import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.TuningAdvice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A guarded producer for its tuner. */
final class ProducerTuner implements TunableProducer {

    private static final Logger log = LoggerFactory.getLogger(GuardedProducer.class);
    private static final int SMALLEST_SAMPLE = 1 << 10;
    private static final int LARGEST_SAMPLE = 16 << 20;

    private final KafkaGuardedProducer<?, ?> producer;
    private final Duration maxBlock;
    private final ProducerFactory.Makers makers;
    private final SendCount count;

    /**
     * Takes a producer.
     *
     * @param maxBlock how long its sends may block
     * @param makers make a client beside the one that there is, and those after it
     */
    ProducerTuner(KafkaGuardedProducer<?, ?> producer, Duration maxBlock, ProducerFactory.Makers makers) {
        this.producer = producer;
        this.maxBlock = maxBlock;
        this.makers = makers;
        this.count = new SendCount(
                producer.clientId(),
                producer.context().gate().budget(),
                () -> producer.clients().metrics());
    }

    /** Adds up; once a second or so. */
    void tick() {
        count.tick();
    }

    @Override
    public String clientId() {
        return producer.clientId();
    }

    @Override
    public boolean isClosed() {
        return producer.isClosed();
    }

    @Override
    public ConfigExplanation explain() {
        return producer.explain();
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return producer.kafkaMetrics();
    }

    @Override
    public SendProgress progress() {
        return count.now();
    }

    @Override
    public void sample(int maxBytes) {
        if (maxBytes < SMALLEST_SAMPLE || maxBytes > LARGEST_SAMPLE) {
            throw new IllegalArgumentException("A sample of " + maxBytes + " bytes cannot be taken: the range is "
                    + SMALLEST_SAMPLE + " to " + LARGEST_SAMPLE);
        }
        producer.context().tap().begin(maxBytes);
    }

    @Override
    public @Nullable PayloadSample takeSample() {
        return producer.context().tap().take();
    }

    @Override
    public void endSample() {
        producer.context().tap().end();
    }

    @Override
    public void advise(List<TuningAdvice> advice) {
        producer.config().advise(advice);
    }

    @Override
    public boolean canHandOver() {
        return producer.clients().leader() == null
                && producer.clients().all().place().maker() != null;
    }

    @Override
    public HandOver handOver(ClientTuning changes) {
        for (TunedValue value : changes.values()) {
            if (!TunableProducer.tunableKeys().contains(value.key())) {
                throw new IllegalArgumentException("A hand-over cannot change '" + value.key()
                        + "', which promises of the SDK may stand on; it can change "
                        + TunableProducer.tunableKeys());
            }
        }
        if (!canHandOver()) {
            return new HandOver(Result.NOT_POSSIBLE, 0, "a second client writes with Durability.LEADER");
        }
        if (producer.isClosed()) {
            return new HandOver(Result.NOT_POSSIBLE, 0, "the producer is closed");
        }
        ActiveConfig.State next = producer.config().with(changes);
        Map<String, Object> config = next.config().toKafkaConfig();
        HandOver came = new ClientHandOver(
                        clientId(),
                        producer.clients().all(),
                        producer.context().gate().budget(),
                        maxBlock,
                        ClientHandOver.Ways.real(clientId()))
                .run(
                        () -> makers.successors().apply(config),
                        () -> makers.clients().apply(config),
                        producer.lanes().topics());
        if (came.isDone()) {
            producer.config().take(next);
            log.info("Producer '{}' handed over to a Kafka client with {}", clientId(), changes.toKafkaConfig());
        }
        return came;
    }
}
