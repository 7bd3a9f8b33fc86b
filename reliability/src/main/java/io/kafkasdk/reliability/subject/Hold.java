package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has handlers wait with a record in hand until a file in the ledger's directory lets all of them go: what happens to a
 * member then finds it at work, however slow the machine is.
 *
 * <p><b>Threads</b>: safe.
 */
final class Hold {

    private static final String RELEASED = "released";
    private static final long LOOK_MILLIS = 20;

    private final Path released;
    private final int free;
    private final AtomicInteger taken = new AtomicInteger();

    private Hold(Path released, int free) {
        this.released = released;
        this.free = free;
    }

    static Hold of(SubjectSpec spec) {
        int records = spec.number(Setting.HOLD);
        return new Hold(spec.ledger().resolve(RELEASED), records == 0 ? Integer.MAX_VALUE : records);
    }

    /** Lets the handlers of all members with this ledger go, now and later. */
    static void release(Path ledger) throws IOException {
        Files.createFile(ledger.resolve(RELEASED));
    }

    /** Returns at once for the first records, then when it is released. */
    void pass() throws InterruptedException {
        if (taken.get() < free && taken.incrementAndGet() <= free) {
            return;
        }
        // Nothing ever opens the latch: it only waits for time to pass, and ends when it is interrupted.
        CountDownLatch closed = new CountDownLatch(1);
        boolean open = Files.exists(released);
        while (!open) {
            open = closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) || Files.exists(released);
        }
    }
}
