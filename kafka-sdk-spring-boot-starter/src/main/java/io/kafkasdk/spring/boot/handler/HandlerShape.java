package io.kafkasdk.spring.boot.handler;

import java.util.List;

/**
 * What a handler method takes, and when it is done.
 *
 * @param kind which handler of the SDK it is
 * @param arguments one for each parameter; empty where it takes a list
 * @param key the key, as its parameters want it
 * @param value the value, as its parameters want it
 */
record HandlerShape(Kind kind, List<Argument> arguments, RecordPart key, RecordPart value) {

    HandlerShape {
        arguments = List.copyOf(arguments);
    }

    /** When a record is done, and how many come at once. */
    enum Kind {
        /** One record, done when the method returns. */
        RECORD,
        /** One record, done when the acknowledgement says so. */
        ACKNOWLEDGED,
        /** One record, done when the returned stage completes. */
        STAGE,
        /** Many records. */
        RECORDS,
        /** The values of many records. */
        VALUES
    }
}
