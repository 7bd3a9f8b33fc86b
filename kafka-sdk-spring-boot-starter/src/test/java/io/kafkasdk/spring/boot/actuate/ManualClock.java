package io.kafkasdk.spring.boot.actuate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test moves. */
final class ManualClock extends Clock {

    private final AtomicReference<Instant> now;

    ManualClock(AtomicReference<Instant> now) {
        this.now = now;
    }

    ManualClock() {
        this(new AtomicReference<>(Instant.EPOCH));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
