package io.kafkasdk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** User code that waits until it is let go; outside of the package of consumers, as that of users is. */
public final class HeldHandler {

    private final CountDownLatch release = new CountDownLatch(1);

    public void hold() {
        try {
            release.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void letGo() {
        release.countDown();
    }
}
