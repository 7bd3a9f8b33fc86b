package io.kafkasdk.samples.orders;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One who has the page open. */
final class Viewer {

    private static final long RECONNECT_MILLIS = 2_000;

    private final SseEmitter stream;
    private final Executor sender;
    private final AtomicBoolean sending = new AtomicBoolean();

    Viewer(SseEmitter stream, Executor sender) {
        this.stream = stream;
        this.sender = sender;
    }

    /**
     * Sends a look, unless the one before is still on its way. Never blocks.
     *
     * @param gone run when the viewer has left
     */
    void show(String kafka, String totals, Runnable gone) {
        if (sending.compareAndSet(false, true)) {
            sender.execute(() -> send(kafka, totals, gone));
        }
    }

    /** Ends the stream; the browser tries to come back by itself. Never blocks. */
    void end() {
        sender.execute(stream::complete);
    }

    private void send(String kafka, String totals, Runnable gone) {
        try {
            stream.send(SseEmitter.event().name("totals").data(totals));
            stream.send(SseEmitter.event()
                    .name("kafka")
                    .reconnectTime(RECONNECT_MILLIS)
                    .data(kafka));
        } catch (IOException | IllegalStateException left) {
            // The web server ends the stream by itself.
            gone.run();
        } finally {
            sending.set(false);
        }
    }
}
