package io.kafkasdk.reliability.subject;

import org.apache.kafka.common.errors.SerializationException;

/** What becomes of a value, as its first byte says. */
enum ValueKind {
    /** It is handled. */
    GOOD('g'),
    /** The members' deserializer refuses it. */
    POISON('p'),
    /** Every attempt to handle it fails. */
    FAILING('f'),
    /** The first attempt of a process to handle it fails. */
    FLAKY('x');

    private final byte mark;

    ValueKind(char mark) {
        this.mark = (byte) mark;
    }

    byte mark() {
        return mark;
    }

    static ValueKind of(byte[] value) {
        for (ValueKind kind : values()) {
            if (value.length > 0 && value[0] == kind.mark) {
                return kind;
            }
        }
        return POISON;
    }

    /** As a deserializer: refuses poison. */
    static byte[] refusePoison(String topic, byte[] value) {
        if (of(value) == POISON) {
            throw new SerializationException("A value that was made to be refused");
        }
        return value;
    }
}
