package io.kafkasdk.spring.boot.handler;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * How long consumers may drain. Spring goes on when a phase of its shutdown has taken too long, and takes away the beans
 * that handlers still use: so consumers are closed, with all commits, before that.
 *
 * @param environment tells how long Spring waits
 */
record DrainTime(Environment environment) {

    private static final Logger LOG = LoggerFactory.getLogger(DrainTime.class);
    private static final String PHASE = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** Returns the time that was asked for, or a second less than Spring's where that is shorter, and says so. */
    Duration within(Duration wanted) {
        Duration phase = Binder.get(environment).bind(PHASE, Duration.class).orElse(DEFAULT_PHASE);
        Duration half = phase.dividedBy(2);
        Duration most = phase.minus(MARGIN).compareTo(half) > 0 ? phase.minus(MARGIN) : half;
        if (wanted.compareTo(most) <= 0) {
            return wanted;
        }
        LOG.warn(
                "kafka-sdk.shutdown-timeout is {}, but Spring waits only {} for a phase of the shutdown: consumers get {} to"
                        + " drain. Set {} to more than a second above it, or lower kafka-sdk.shutdown-timeout",
                wanted,
                phase,
                most,
                PHASE);
        return most;
    }
}
