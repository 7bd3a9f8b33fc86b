package io.kafkasdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.trial.HandlerTrial;
import io.kafkasdk.test.trial.HandlerTrialTest;
import io.kafkasdk.test.trial.TrialMember;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Timeout;

/** A handler that the consumer of this SDK runs, on trial by a referee that knows nothing of the SDK. */
@Timeout(120)
class HandlerTrialIT {

    private static final Retries FEW = Retries.DEFAULT.attempts(3).delays(Duration.ofMillis(10), Duration.ofMillis(50));

    private final AtomicLong sum = new AtomicLong();

    @HandlerTrialTest(records = 3_000)
    void aHandlerOfTheSdkKeepsItsPromisesWhateverBreaks(HandlerTrial trial) {
        trial.values((number, key) -> new LongSerializer().serialize("", number))
                .poison(number -> "no number".getBytes(UTF_8))
                .run(this::start);
    }

    private AutoCloseable start(TrialMember member) {
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(member.bootstrapServers()))
                .application(member.name())
                .consumerListener(new Owner(member))
                .build();
        ConsumerSettings<String, Long> settings = ConsumerSettings.group(
                        member.group(), new StringDeserializer(), new LongDeserializer())
                .topics(member.topic())
                .failures(FailurePolicy.DEAD_LETTER
                        .topic(member.deadLetterTopic())
                        .retries(FEW));
        sdk.consumer(settings, record -> member.handle(record, () -> handle(record)))
                .start();
        return sdk;
    }

    private void handle(ConsumerRecord<String, Long> record) {
        sum.addAndGet(record.value());
    }

    /** Tells the referee what a member owns. */
    private record Owner(TrialMember member) implements ConsumerListener {

        @Override
        public void assigned(String group, Collection<TopicPartition> partitions) {
            member.assigned(partitions);
        }

        @Override
        public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
            if (lost) {
                member.lost(partitions);
            } else {
                member.revoked(partitions);
            }
        }
    }
}
