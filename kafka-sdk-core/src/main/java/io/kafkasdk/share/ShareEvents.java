package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener of one member. What it throws is logged and changes nothing, except an error of the JVM. */
final class ShareEvents {

    private static final Logger log = LoggerFactory.getLogger(ShareEvents.class);

    private final String group;
    private final ConsumerListener listener;
    private final LogLimiter limiter;

    ShareEvents(String group, ConsumerListener listener, LongSupplier nanoClock) {
        this.group = group;
        this.listener = listener;
        this.limiter = new LogLimiter(Duration.ofMinutes(1), nanoClock);
    }

    String group() {
        return group;
    }

    void handled(Taken taken, long tookNanos) {
        tell(l -> l.handled(
                group, taken.record().topic(), taken.sizeBytes(), taken.record().timestamp(), tookNanos));
    }

    void attemptFailed(Taken taken, long tookNanos) {
        tell(l -> l.attemptFailed(group, taken.record().topic(), tookNanos));
    }

    void handlerFailed(Taken taken, Throwable failure) {
        Taken.Place at = taken.place();
        tell(l -> l.handlerFailed(group, at.partition(), at.offset(), taken.delivery(), failure));
    }

    void skipped(Taken taken, Throwable failure) {
        Taken.Place at = taken.place();
        tell(l -> l.skipped(group, at.partition(), at.offset(), taken.delivery(), failure));
    }

    void deadLettered(Taken taken, String topic) {
        Taken.Place at = taken.place();
        tell(l -> l.deadLettered(group, at.partition(), at.offset(), taken.delivery(), topic));
    }

    void deadLetterFailed(Taken taken, String topic, Throwable failure) {
        Taken.Place at = taken.place();
        tell(l -> l.deadLetterFailed(group, at.partition(), at.offset(), topic, failure));
    }

    void stateChanged(ConsumerState state) {
        tell(l -> l.stateChanged(group, state));
    }

    private void tell(Consumer<ConsumerListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            // A stack overflow is only a listener that recursed too deep; after others nothing can be trusted.
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            limiter.log(note -> log.warn("Share group '{}': a ConsumerListener threw, ignored{}", group, note, e));
        }
    }
}
