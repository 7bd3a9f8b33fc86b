package io.kafkasdk.deadletter;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.producer.GuardedProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay, from its beginning to its report. An offset is committed only when everything below it is acknowledged or was
 * left on purpose.
 *
 * <p><b>Threads:</b> for the thread that replays.
 */
final class ReplayRun {

    private static final Logger log = LoggerFactory.getLogger(ReplayRun.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);
    /** For the letters under way when a replay is stopped. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReplaySettings settings;
    private final LetterSource source;
    private final @Nullable GuardedProducer<byte[], byte[]> producer;
    private final BooleanSupplier isStopped;
    private final LongSupplier nanoClock;
    private final ReplayTally tally;
    private final ReplayFlight flight;
    private long chosen;
    private long tickedNanos;
    private int originPartitions;

    /**
     * Takes what it works with.
     *
     * @param settings what to replay
     * @param source where to read
     * @param producer sends; null for a dry run
     * @param isStopped asked whether the SDK is being closed
     * @param nanoClock monotonic time in nanoseconds
     */
    ReplayRun(
            ReplaySettings settings,
            LetterSource source,
            @Nullable GuardedProducer<byte[], byte[]> producer,
            BooleanSupplier isStopped,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.source = source;
        this.producer = producer;
        this.isStopped = isStopped;
        this.nanoClock = nanoClock;
        this.tally = new ReplayTally(settings);
        this.flight = new ReplayFlight(tally);
    }

    /** Replays; throws a {@link ReplayFailedException} where it does not come to its end. */
    ReplayReport run() {
        try {
            source.open();
            originPartitions = source.originPartitions();
            tickedNanos = nanoClock.getAsLong();
            readAll();
            while (!flight.isEmpty()) {
                awaitOldest();
            }
            if (chosen < settings.maxRecords()) {
                source.ends().forEach(tally::doneBelow);
            }
            commit(LAST_COMMIT);
            return tally.report();
        } catch (InterruptedException e) {
            windUp();
            Thread.currentThread().interrupt();
            throw new ReplayFailedException(interrupted(), e, tally.report());
        } catch (KafkaSdkException e) {
            windUp();
            throw new ReplayFailedException(e.diagnosis(), e, tally.report());
        }
    }

    private void readAll() throws InterruptedException {
        long heardNanos = nanoClock.getAsLong();
        while (chosen < settings.maxRecords() && !source.isAtEnd()) {
            List<ConsumerRecord<byte[], byte[]>> records = source.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (chosen >= settings.maxRecords()) {
                    break;
                }
                while (flight.isFull()) {
                    awaitOldest();
                }
                take(record);
                settle();
            }
            settle();
            long now = nanoClock.getAsLong();
            if (!records.isEmpty()) {
                heardNanos = now;
            } else if (now - heardNanos > LONGEST_SILENCE.toNanos()) {
                throw new KafkaSdkException(silence(), null);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        tally.read();
        DeadLetter letter = DeadLetter.of(record).orElse(null);
        if (letter == null) {
            tally.foreign();
        } else if (!letter.group().equals(settings.group()) || !letter.topic().equals(settings.originTopic())) {
            tally.otherOrigin();
        } else if (letter.replays() >= settings.maxReplays()) {
            tally.capped();
        } else if (!isChosen(letter)) {
            tally.filtered();
        } else {
            send(letter);
            return;
        }
        flight.pass(record);
    }

    private boolean isChosen(DeadLetter letter) {
        try {
            return settings.filter().test(letter);
        } catch (RuntimeException e) {
            // Its message may hold payload.
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.UNEXPECTED,
                            "The filter of the replay failed for " + letter,
                            "it threw " + e.getClass().getName(),
                            "correct the filter"),
                    e);
        }
    }

    private void send(DeadLetter letter) throws InterruptedException {
        chosen++;
        if (producer == null) {
            tally.replayed();
            flight.pass(letter.letter());
            return;
        }
        flight.add(letter.letter(), producer.send(original(letter)));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while sending a letter back");
        }
    }

    private ProducerRecord<byte[], byte[]> original(DeadLetter letter) {
        List<Header> headers = letter.headers();
        headers.add(header(DeadLetterHeaders.REPLAY_GROUP, settings.group()));
        headers.add(header(DeadLetterHeaders.REPLAY_COUNT, Integer.toString(letter.replays() + 1)));
        // Back to its partition: whoever wrote it may not place keys as Java's producer does.
        Integer partition = letter.partition() < originPartitions ? letter.partition() : null;
        return new ProducerRecord<>(settings.originTopic(), partition, null, letter.key(), letter.value(), headers);
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void awaitOldest() throws InterruptedException {
        flight.awaitOldest(Duration.ofNanos(TICK_NANOS));
        settle();
    }

    /** Takes note of what ended; stops at the first failure. */
    private void settle() throws InterruptedException {
        flight.settle();
        ReplayFlight.FailedLetter failed = flight.firstFailure();
        if (failed != null) {
            throw new KafkaSdkException(unsent(failed), failed.reason());
        }
        if (isStopped.getAsBoolean()) {
            throw new KafkaSdkException(closed(), null);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while replaying");
        }
        long now = nanoClock.getAsLong();
        if (now - tickedNanos >= TICK_NANOS) {
            tickedNanos = now;
            commit(LAST_COMMIT);
            tell();
        }
    }

    private void tell() {
        try {
            settings.progress().accept(tally.report());
        } catch (RuntimeException e) {
            log.warn(
                    "The progress callback of a replay threw {}; the replay goes on",
                    e.getClass().getName());
        }
    }

    private void commit(Duration limit) throws InterruptedException {
        if (!settings.dryRun()) {
            source.commit(tally.report().positions(), limit);
        }
    }

    /** Commits what can still be known to be done, in bounded time. */
    private void windUp() {
        Deadline deadline = Deadline.in(LAST_ANSWERS, nanoClock);
        try {
            while (!flight.isEmpty() && !deadline.hasPassed()) {
                flight.awaitOldest(deadline.remaining());
                flight.settle();
            }
            flight.abandon();
            commit(LAST_COMMIT);
        } catch (InterruptedException again) {
            flight.abandon();
            Thread.currentThread().interrupt();
        } catch (KafkaSdkException e) {
            log.warn(
                    "What a stopped replay had done could not be committed, so the next one repeats it: {}",
                    e.getMessage());
        }
    }

    private Diagnosis unsent(ReplayFlight.FailedLetter failed) {
        String where = "The replay stopped at offset " + failed.offset() + " of " + failed.partition()
                + ": this letter could not be sent to topic '" + settings.originTopic() + "'";
        if (failed.reason() instanceof KafkaSdkException said) {
            Diagnosis why = said.diagnosis();
            return new Diagnosis(why.kind(), where, why.cause(), why.cure());
        }
        String type = failed.reason().getClass().getName();
        return new Diagnosis(ErrorKind.UNEXPECTED, where, type, "look at the exception behind this one");
    }

    private Diagnosis silence() {
        return new Diagnosis(
                ErrorKind.TIMED_OUT,
                stoppedWhat(),
                "nothing could be read for " + LONGEST_SILENCE.toSeconds() + " s, and the topic has not ended",
                "find out why the brokers do not answer");
    }

    private Diagnosis interrupted() {
        return new Diagnosis(ErrorKind.CLOSED, stoppedWhat(), "its thread was interrupted", "let it run to its end");
    }

    private Diagnosis closed() {
        return new Diagnosis(ErrorKind.CLOSED, stoppedWhat(), "the SDK is closed", "close it behind the replay");
    }

    private String stoppedWhat() {
        return "The replay of topic '" + settings.deadLetterTopic() + "' stopped before its end";
    }
}
