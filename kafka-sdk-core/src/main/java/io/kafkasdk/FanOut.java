package io.kafkasdk;

import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners of one kind; one that throws does not keep the news from the others. */
final class FanOut<L> {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    private final List<L> listeners;
    private final List<L> ofRecords;
    private final LogLimiter limiter = new LogLimiter(Duration.ofMinutes(1), System::nanoTime);

    /**
     * Makes one.
     *
     * @param listeners all of them
     * @param ofRecords those that want to know of each record too
     */
    FanOut(List<L> listeners, List<L> ofRecords) {
        this.listeners = List.copyOf(listeners);
        this.ofRecords = List.copyOf(ofRecords);
    }

    /** Returns whom to tell what happens once per record or poll: a loop there needs no capturing lambda. */
    List<L> ofRecords() {
        return ofRecords;
    }

    void tell(Consumer<? super L> news) {
        for (L listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable failure) {
                // Errors too, such as a NoSuchMethodError after a mix of versions: this is Kafka's I/O thread.
                threw(listener, failure);
            }
        }
    }

    /** Takes note that a listener threw. */
    void threw(L listener, Throwable failure) {
        limiter.log(note -> log.warn(
                "Listener {} threw; nothing else is affected{}",
                listener.getClass().getName(),
                note,
                failure));
    }
}
