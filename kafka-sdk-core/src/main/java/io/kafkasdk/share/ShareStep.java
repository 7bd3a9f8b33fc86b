package io.kafkasdk.share;

import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.deadletter.ReplayMark;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.RecordReader;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.share.Results.Broken;
import io.kafkasdk.share.Results.Finished;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Runs the application's code for one record, on a worker: deserializers and handler. */
final class ShareStep<K, V> {

    private final ShareSettings<K, V> settings;
    private final RecordReader<K, V> reader;
    private final RecordHandler<K, V> handler;
    private final ShareFailures failures;
    private final ShareFailures.Outlets outlets;
    private final LongSupplier nanoClock;
    private volatile boolean interrupting;

    ShareStep(
            ShareSettings<K, V> settings,
            RecordHandler<K, V> handler,
            ShareFailures failures,
            ShareFailures.Outlets outlets,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.reader = new RecordReader<>(settings.keyDeserializer(), settings.valueDeserializer());
        this.handler = handler;
        this.failures = failures;
        this.outlets = outlets;
        this.nanoClock = nanoClock;
    }

    /** From now on a failure is taken for the interrupt, not for the record's. */
    void interrupting() {
        interrupting = true;
    }

    void run(Taken taken) {
        if (!taken.claim()) {
            return;
        }
        try {
            attempt(taken);
        } catch (VirtualMachineError fatal) {
            // After these the JVM cannot be trusted.
            outlets.results().add(new Broken(broken(fatal)));
        } finally {
            // A handler that leaves its thread interrupted must not break the next one.
            Thread.interrupted();
        }
    }

    private void attempt(Taken taken) {
        if (ReplayMark.isForAnotherGroup(taken.record().headers(), settings.group())) {
            outlets.results().add(new Finished(taken, AcknowledgeType.ACCEPT));
            return;
        }
        long start = nanoClock.getAsLong();
        ConsumerRecord<K, V> record;
        try {
            record = reader.read(taken.record());
        } catch (Throwable failure) {
            throwIfFatal(failure);
            outlets.events().attemptFailed(taken, nanoClock.getAsLong() - start);
            failures.unreadable(taken, failure);
            return;
        }
        try {
            handler.handle(record);
        } catch (Throwable failure) {
            throwIfFatal(failure);
            if (interrupting) {
                outlets.results().add(new Finished(taken, AcknowledgeType.RELEASE));
            } else {
                outlets.events().attemptFailed(taken, nanoClock.getAsLong() - start);
                failures.failed(taken, failure);
            }
            return;
        }
        outlets.results().add(new Finished(taken, AcknowledgeType.ACCEPT));
        outlets.events().handled(taken, nanoClock.getAsLong() - start);
    }

    /** A stack overflow is only a handler that recursed too deep. */
    private static void throwIfFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    private KafkaSdkException broken(VirtualMachineError fatal) {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "Share group '" + settings.group() + "': the JVM failed in a handler or listener",
                        fatal.getClass().getSimpleName(),
                        "give the JVM more memory, or lower maxInFlight and concurrency of ShareSettings, then restart the "
                                + "application"),
                fatal);
    }
}
