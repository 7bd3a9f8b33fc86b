package io.kafkasdk.consumer;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.settings.ClusterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a group that writes down in a {@link Ledger} what it does; in this JVM, or by {@link #main} in one of its own.
 * Made with the public API only.
 */
final class LedgerMember implements AutoCloseable {

    private final KafkaSdk sdk;
    private final ManagedConsumer consumer;
    private final Ledger ledger;

    private LedgerMember(KafkaSdk sdk, ManagedConsumer consumer, Ledger ledger) {
        this.sdk = sdk;
        this.consumer = consumer;
        this.ledger = ledger;
    }

    static LedgerMember start(MemberSpec spec) {
        Ledger ledger = Ledger.at(Path.of(spec.get("ledger")));
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(spec.get("bootstrap")))
                .application(spec.get("name"))
                .consumerListener(new Told(ledger, spec.get("name")))
                .build();
        LedgerMember member = new LedgerMember(sdk, sdk.consumer(spec.settings(), new Handled(ledger, spec)), ledger);
        member.consumer.start();
        return member;
    }

    ManagedConsumer consumer() {
        return consumer;
    }

    /** Closes it as an application does that ends cleanly; twice is fine. */
    @Override
    public void close() {
        consumer.close();
        sdk.close();
        ledger.close();
    }

    /** The JVM of a {@link ConsumerProcess}: runs until it is told to end, or the test that started it is gone. */
    public static void main(String[] arguments) throws IOException {
        LedgerMember member = start(MemberSpec.parse(arguments));
        Runtime.getRuntime().addShutdownHook(new Thread(member::close, "shutdown"));
        while (System.in.read() >= 0) {
            // Nothing is said, but the end of it counts.
        }
        Runtime.getRuntime().halt(1);
    }

    /** Writes a line when it begins and one when it is done, and takes its time in between. */
    private record Handled(Ledger ledger, MemberSpec spec) implements RecordHandler<String, String> {

        @Override
        public void handle(ConsumerRecord<String, String> record) throws InterruptedException {
            append(Kind.START, record);
            boolean done = false;
            try {
                boolean slow = record.offset() == spec.number("slow.offset");
                long millis = spec.number(slow ? "slow" : "delay");
                // Nothing ever opens it: a handler that only waits for time to pass.
                done = !new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            } finally {
                append(done ? Kind.END : Kind.GAVE_UP, record);
            }
        }

        private void append(Kind kind, ConsumerRecord<String, String> record) {
            ledger.append(kind, spec.get("name"), record.partition(), record.offset(), record.key());
        }
    }

    /** Writes down what the consumer tells. */
    private record Told(Ledger ledger, String name) implements ConsumerListener {

        @Override
        public void assigned(String group, Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> ledger.append(Kind.ASSIGNED, name, partition.partition(), -1, "-"));
        }

        @Override
        public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
            Kind kind = lost ? Kind.LOST : Kind.REVOKED;
            partitions.forEach(partition -> ledger.append(kind, name, partition.partition(), -1, "-"));
        }

        @Override
        public void committed(String group, boolean succeeded, long tookNanos) {
            if (succeeded) {
                ledger.append(Kind.COMMITTED, name, -1, tookNanos, "-");
            }
        }

        @Override
        public void recognized(String group, TopicPartition partition, int records) {
            ledger.append(Kind.RECOGNIZED, name, partition.partition(), records, "-");
        }
    }
}
