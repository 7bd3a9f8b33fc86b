package io.kafkasdk.samples.monitoring;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumes: one group that keeps up, one that bursts overrun, one that is slow. */
final class Readers {

    private static final Duration CLICK_WORK = Duration.ofMillis(20);
    private static final Duration REPORT_WORK = Duration.ofMillis(1_200);
    private static final Duration OBJECTIVE = Duration.ofSeconds(30);
    private static final int HICCUP_ATTEMPTS = 3;
    private static final int SKIPS_IN_A_ROW = 50;

    private final ManagedConsumer billing;
    private final ManagedConsumer analytics;
    private final ManagedConsumer reporting;
    private final ManagedConsumer ledger;

    private Readers(
            ManagedConsumer billing, ManagedConsumer analytics, ManagedConsumer reporting, ManagedConsumer ledger) {
        this.billing = billing;
        this.analytics = analytics;
        this.reporting = reporting;
        this.ledger = ledger;
    }

    /** Opens the consumers and starts them; they belong to the SDK, which closes them. */
    static Readers start(KafkaSdk sdk) {
        Readers readers = new Readers(
                billing(sdk),
                analytics(sdk),
                sdk.consumer(
                        group("reporting")
                                .topics(Topics.REPORTS, Topics.NOTICES)
                                .concurrency(2),
                        record -> work(REPORT_WORK)),
                sdk.consumer(group("ledger").topics(Topics.INVOICES, Topics.AUDIT, Topics.READINGS), record -> {}));
        readers.billing.start();
        readers.analytics.start();
        readers.reporting.start();
        readers.ledger.start();
        return readers;
    }

    /** Makes another member of the first group. */
    static ManagedConsumer billing(KafkaSdk sdk) {
        Retries retries = Retries.DEFAULT.attempts(HICCUP_ATTEMPTS);
        RecordHandler<String, String> handler = Readers::bill;
        return sdk.consumer(
                group("billing").topics(Topics.ORDERS).failures(FailurePolicy.DEAD_LETTER.retries(retries)), handler);
    }

    private static ManagedConsumer analytics(KafkaSdk sdk) {
        return sdk.consumer(
                group("analytics")
                        .topics(Topics.CLICKS)
                        .concurrency(4)
                        .failures(new FailurePolicy.Skip(Retries.DEFAULT.attempts(2), SKIPS_IN_A_ROW)),
                record -> {
                    if (record.value().equals(Load.POISON)) {
                        throw new IllegalArgumentException("This is no click");
                    }
                    work(CLICK_WORK);
                });
    }

    ManagedConsumer analytics() {
        return analytics;
    }

    ManagedConsumer reporting() {
        return reporting;
    }

    private static ConsumerSettings<String, String> group(String name) {
        return ConsumerSettings.group(name, new StringDeserializer(), new StringDeserializer())
                .lagObjective(OBJECTIVE);
    }

    private static void bill(ConsumerRecord<String, String> record) {
        if (record.value().equals(Load.POISON)) {
            throw new IllegalArgumentException("No order can be read from this");
        }
        // Fails until it has been on the way for a while, as a service that is restarted would.
        if (record.value().startsWith(Load.HICCUP)
                && System.currentTimeMillis() - record.timestamp() < HICCUP_ATTEMPTS * 100L) {
            throw new IllegalStateException("The service behind does not answer");
        }
    }

    private static void work(Duration duration) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    }
}
