package io.kafkasdk.reliability.subject;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/** How long one call of {@code send} held up its caller, at most. */
final class LongestSend {

    static final String CLAIM = "longest-send-micros";

    private final LongAccumulator nanos = new LongAccumulator(Math::max, 0);

    void measure(Runnable send) {
        long began = System.nanoTime();
        try {
            send.run();
        } finally {
            nanos.accumulate(System.nanoTime() - began);
        }
    }

    long micros() {
        return TimeUnit.NANOSECONDS.toMicros(nanos.get());
    }
}
