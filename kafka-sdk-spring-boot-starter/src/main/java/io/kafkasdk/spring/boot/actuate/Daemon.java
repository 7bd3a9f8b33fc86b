package io.kafkasdk.spring.boot.actuate;

/** Runs what a request must not wait for. */
final class Daemon {

    private Daemon() {}

    /** Runs it on a thread of its own, which does not hold up the end of the JVM. */
    static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
