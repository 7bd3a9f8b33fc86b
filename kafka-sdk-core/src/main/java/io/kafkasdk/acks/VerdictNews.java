package io.kafkasdk.acks;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and the log what changed: a line per change, never per send. */
final class VerdictNews {

    private static final Logger log = LoggerFactory.getLogger(AcksGuard.class);

    private final List<VerdictListener> listeners;

    VerdictNews(List<VerdictListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Compares what was known with what is known now; {@code first} when nothing was known before. */
    void tell(TopicSafety before, TopicSafety now, boolean first) {
        AcksVerdict old = before.verdict();
        AcksVerdict verdict = now.verdict();
        boolean otherKind = first || old.kind() != verdict.kind();
        if (!otherKind && old.headroom() == verdict.headroom()) {
            return;
        }
        boolean stopped = verdict.headroom() < 0 && (first || old.headroom() >= 0);
        if (now.policy() != AcksPolicy.OBSERVE && (otherKind || stopped)) {
            log.warn(
                    "Topic '{}' is {}: {}. Cure: {}.",
                    verdict.topic(),
                    verdict.kind(),
                    verdict.summary(),
                    verdict.cure());
        } else if (!first && otherKind) {
            log.info(
                    "Topic '{}' is {} now, it was {}: {}",
                    verdict.topic(),
                    verdict.kind(),
                    old.kind(),
                    verdict.summary());
        }
        for (VerdictListener listener : listeners) {
            try {
                listener.verdictChanged(verdict, now.policy());
            } catch (RuntimeException e) {
                log.warn("A VerdictListener failed on topic '{}'", verdict.topic(), e);
            }
        }
    }
}
