package io.kafkasdk.reliability.subject;

import java.io.IOException;

/** The life of a subject's JVM: it ends cleanly by SIGTERM, and at once when who started it is gone. */
final class Life {

    private Life() {}

    /** What a subject does from its start to a clean end. */
    interface Subject {

        /** Works until {@link #end}; may return earlier. */
        void work() throws InterruptedException;

        /** Ends cleanly; called once, in another thread. */
        void end() throws InterruptedException;
    }

    /** Says that the subject works; who started it waits for that. */
    static void ready() {
        System.out.println(JvmProcess.READY);
    }

    static void live(Subject subject) throws InterruptedException {
        Thread watch = new Thread(Life::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(subject), "shutdown"));
        try {
            subject.work();
        } catch (RuntimeException e) {
            // What was started would keep this JVM alive, and nobody would see that it does nothing.
            e.printStackTrace();
            Runtime.getRuntime().halt(2);
        }
        // Its threads and the watch live on; this one may be the last that is no daemon.
        Thread.currentThread().join();
    }

    private static void end(Subject subject) {
        try {
            subject.end();
            System.out.println("ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said, but the end of it counts.
            }
        } catch (IOException e) {
            System.out.println("The pipe to who started it is broken");
        }
        Runtime.getRuntime().halt(1);
    }
}
