package io.kafkasdk.test;

import java.nio.file.Path;

/** Rides on the failure of a test to say where the brokers' logs are. */
final class BrokerLogsNote extends Exception {
    private static final long serialVersionUID = 1L;

    BrokerLogsNote(Path logDirectory) {
        super("The brokers' logs are in " + logDirectory, null, false, false);
    }
}
