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
    private final LogLimiter limiter = new LogLimiter(Duration.ofMinutes(1), System::nanoTime);

    FanOut(List<L> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<? super L> news) {
        for (L listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable failure) {
                // Errors too, such as a NoSuchMethodError after a mix of versions: this is Kafka's I/O thread.
                limiter.log(note -> log.warn(
                        "Listener {} threw; nothing else is affected{}",
                        listener.getClass().getName(),
                        note,
                        failure));
            }
        }
    }
}
