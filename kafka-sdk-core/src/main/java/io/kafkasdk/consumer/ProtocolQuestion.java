package io.kafkasdk.consumer;

import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster whether it offers the new group protocol, once for all consumers of a pool. A yes stays; anything else
 * is asked again after half a minute, because clusters are upgraded and brokers come back.
 *
 * <p><b>Threads:</b> safe for use by several threads; those that ask at the same time wait for one answer.
 */
final class ProtocolQuestion {

    private static final Logger log = LoggerFactory.getLogger(ProtocolQuestion.class);
    private static final String FEATURE = "group.version";
    private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Supplier<Map<String, Integer>> features;
    private final LongSupplier nanoClock;
    private NewProtocol answer = NewProtocol.NOT_ASKED;
    private long answeredNanos;

    /**
     * Makes a question that was not asked yet.
     *
     * @param features returns the finalized level of each feature of the cluster, or throws a KafkaSdkException
     * @param nanoClock monotonic time in nanoseconds
     */
    ProtocolQuestion(Supplier<Map<String, Integer>> features, LongSupplier nanoClock) {
        this.features = features;
        this.nanoClock = nanoClock;
    }

    /** Returns the answer; blocks as long as the cluster takes for it. */
    synchronized NewProtocol ask() {
        boolean old = nanoClock.getAsLong() - answeredNanos >= KEPT_NANOS;
        if (answer == NewProtocol.NOT_ASKED || (answer != NewProtocol.OFFERED && old)) {
            answer = fresh();
            answeredNanos = nanoClock.getAsLong();
        }
        return answer;
    }

    private NewProtocol fresh() {
        try {
            return features.get().getOrDefault(FEATURE, 0) >= 1 ? NewProtocol.OFFERED : NewProtocol.NOT_OFFERED;
        } catch (KafkaSdkException e) {
            log.debug("The cluster does not say which features it has", e);
            return NewProtocol.UNANSWERED;
        }
    }
}
