package io.kafkasdk.consumer;

import io.kafkasdk.consumer.Completions.Wait;
import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.FailurePlace;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.resilience.Backoff;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a record whose handler or deserializer threw: another attempt after a growing delay, or the end
 * that the policy declares.
 *
 * <p><b>Threads:</b> called by the worker that has the lane's turn; dead letters end on the producer's threads.
 */
final class FailureRouter {

    private static final Logger log = LoggerFactory.getLogger(FailureRouter.class);

    private final FailurePolicy policy;
    private final DeadLetters deadLetters;
    private final Circuit circuit;
    private final Completions completions;
    private final Clocked clocked;
    private final @Nullable Retries retries;
    private final Backoff backoff;
    private final LogLimiter retried;
    private final LogLimiter ended;

    /** Writes dead letters; never throws, never blocks for long. */
    @FunctionalInterface
    interface DeadLetters {

        /** Starts to write one; the stage completes when it is acknowledged. */
        CompletionStage<?> write(ConsumerRecord<byte[], byte[]> record, GivenUp why);
    }

    FailureRouter(
            FailurePolicy policy, DeadLetters deadLetters, Circuit circuit, Completions completions, Clocked clocked) {
        this.policy = policy;
        this.deadLetters = deadLetters;
        this.circuit = circuit;
        this.completions = completions;
        this.clocked = clocked;
        this.retries = retriesOf(policy);
        this.backoff = new Backoff(policy.delay(), policy.maxDelay());
        this.retried = new LogLimiter(Duration.ofSeconds(5), clocked.nanoClock());
        this.ended = new LogLimiter(Duration.ofSeconds(5), clocked.nanoClock());
    }

    /** Takes a failed attempt; returns true when the record is finished by that, false when it waits. */
    boolean failed(Lane lane, Work work, Throwable failure) {
        int attempts = work.failedOnceMore();
        clocked.events().handlerFailed(work, failure);
        if (isToBeTriedAgain(attempts, failure)) {
            retry(lane, work, failure);
            return false;
        }
        if (policy instanceof FailurePolicy.Stop) {
            lane.park(work);
            completions.fatal(stopped(work, failure));
            return false;
        }
        if (!circuit.mayGiveUp()) {
            awaitCircuit(lane, work, failure);
            return false;
        }
        if (policy instanceof FailurePolicy.DeadLetterTopic toTopic) {
            String topic =
                    toTopic.topicFor(work.record().topic(), clocked.events().group());
            bury(lane, work, new GivenUp(topic, attempts, failure));
            return false;
        }
        skip(work, failure);
        return true;
    }

    private boolean isToBeTriedAgain(int attempts, Throwable failure) {
        Retries limit = retries;
        return limit == null || (attempts < limit.attempts() && !isHopeless(failure, limit));
    }

    private static boolean isHopeless(Throwable failure, Retries retries) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 20; depth++) {
            Throwable each = at;
            if (each instanceof RecordDeserializationException
                    || retries.hopeless().stream().anyMatch(type -> type.isInstance(each))) {
                return true;
            }
            at = causeOf(each);
        }
        return false;
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        try {
            return failure.getCause();
        } catch (RuntimeException e) {
            // Code of the application; that must not make more of it than a failed record.
            return null;
        }
    }

    private static @Nullable Retries retriesOf(FailurePolicy policy) {
        if (policy instanceof FailurePolicy.DeadLetterTopic toTopic) {
            return toTopic.retries();
        }
        if (policy instanceof FailurePolicy.Skip skip) {
            return skip.retries();
        }
        return policy instanceof FailurePolicy.Stop stop ? stop.retries() : null;
    }

    private void retry(Lane lane, Work work, Throwable failure) {
        Duration delay = backoff.delay(work.failedAttempts());
        retried.log(note -> log.warn(
                "Consumer group '{}': handling {} failed, attempt {}, with {}; what is ordered behind it waits, and it is "
                        + "tried again in {} ms{}",
                clocked.events().group(),
                work,
                work.failedAttempts(),
                FailurePlace.of(failure),
                delay.toMillis(),
                note));
        await(lane, work, Wait.RETRY, delay, failure);
    }

    /** Lets a record wait until the circuit closes, or lets it try. */
    void awaitCircuit(Lane lane, Work work, @Nullable Throwable failure) {
        long now = clocked.now();
        await(lane, work, Wait.CIRCUIT, Duration.ofNanos(Math.max(1, circuit.nextTryNanos() - now)), failure);
    }

    private void await(Lane lane, Work work, Wait why, Duration delay, @Nullable Throwable failure) {
        long now = clocked.now();
        work.waitsFor(why, now, failure);
        if (lane.park(work)) {
            completions.retry(new Completions.Retry(lane, work, now + delay.toNanos(), why));
        }
    }

    /** Writes the dead letter of a record, for the first time or again. */
    void bury(Lane lane, Work work, GivenUp why) {
        work.giveUp(why);
        work.waitsFor(Wait.DEAD_LETTER, clocked.now(), null);
        work.owner().started();
        lane.parkRunning(work);
        deadLetters.write(work.record(), why).whenComplete((receipt, failure) -> {
            try {
                if (failure == null) {
                    buried(lane, work, why);
                } else {
                    notBuried(lane, work, why, failure);
                }
            } catch (Throwable escaped) {
                // The stage would keep it to itself.
                completions.fatal(escaped);
            } finally {
                work.owner().ended();
                completions.signal();
            }
        });
    }

    private void buried(Lane lane, Work work, GivenUp why) {
        work.finish();
        work.owner().finished(1, work.heapBytes());
        completions.finished(1);
        clocked.events().deadLettered(work, why);
        ended.log(note -> log.warn(
                "Consumer group '{}': {} went to dead letter topic '{}' after {} attempts, the last one failed with {}{}",
                clocked.events().group(),
                work,
                why.deadLetterTopic(),
                why.attempts(),
                FailurePlace.of(why.failure()),
                note));
        lane.done(work);
    }

    private void notBuried(Lane lane, Work work, GivenUp why, Throwable failure) {
        clocked.events().deadLetterFailed(work, why, failure);
        ended.log(note -> log.error(
                "Consumer group '{}': {} could not be written to dead letter topic '{}': {}; what is ordered behind it "
                        + "waits, nothing is committed past it, and it is tried again{}",
                clocked.events().group(),
                work,
                why.deadLetterTopic(),
                failure.getMessage(),
                note));
        long now = clocked.now();
        work.waitsFor(Wait.DEAD_LETTER, now, failure);
        lane.stopRunning(work);
        if (work.owner().isStopped()) {
            // The next owner buries it; records of its key that came with a new assignment do not wait for that.
            lane.resume(work);
            return;
        }
        completions.retry(
                new Completions.Retry(lane, work, now + policy.maxDelay().toNanos(), Wait.DEAD_LETTER));
    }

    private void skip(Work work, Throwable failure) {
        clocked.events().skipped(work, failure);
        ended.log(note -> log.warn(
                "Consumer group '{}': {} is skipped after {} attempts, the last one failed with {}{}",
                clocked.events().group(),
                work,
                work.failedAttempts(),
                FailurePlace.of(failure),
                note));
    }

    private KafkaSdkException stopped(Work work, Throwable failure) {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.HANDLER_FAILED,
                        "Consumer group '" + clocked.events().group() + "' stops in front of " + work
                                + ", as its failure policy says",
                        work.failedAttempts() + " attempts failed, the last one with " + FailurePlace.of(failure),
                        "correct the handler or the record, then start the application again; it goes on at this record"),
                failure);
    }
}
