package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** POSIX signals that Java cannot send itself. */
enum Signal {
    STOP,
    CONT;

    /** Sends it and returns when it is sent. */
    void send(long pid) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid)
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new KafkaClusterException("Could not send SIG" + name() + " to process " + pid + ": " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Pausing a broker needs a POSIX system with sh", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted while sending SIG" + name() + " to process " + pid, e);
        }
    }
}
