package io.kafkasdk.test.ledger;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a record carries in a header, so that the referee knows wherever it finds the record what it is and where it should
 * be. Key and value of the record stay as the application wants them.
 *
 * @param id which record it is
 * @param topic the topic that it was sent to
 * @param key its key as text; order is judged among records of one key
 * @param keyNumber the how-manieth record of its key by its producer, rising
 * @param valueCrc CRC-32C of its value, 0 for none
 */
public record Stamp(RecordId id, String topic, String key, long keyNumber, int valueCrc) {

    /** The header that holds it. */
    public static final String HEADER = "ledger-stamp";

    /** Makes the stamp of a record with this value. */
    public static Stamp of(RecordId id, String topic, String key, long keyNumber, byte @Nullable [] value) {
        return new Stamp(id, topic, key, keyNumber, crc(value));
    }

    /** Puts it on a record, in place of another one. */
    public void putInto(Headers headers) {
        headers.remove(HEADER).add(HEADER, text().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the stamp of a record; empty when it has none, or one that cannot be read. */
    public static Optional<Stamp> read(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tells whether a record with this value is unchanged. */
    public boolean fits(byte @Nullable [] value) {
        return valueCrc == crc(value);
    }

    /** Returns it in one line without tabs. */
    String text() {
        return id + " " + topic + " " + URLEncoder.encode(key, StandardCharsets.UTF_8) + " " + keyNumber + " "
                + valueCrc;
    }

    static Stamp parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("Not a stamp of the ledger");
        }
        return new Stamp(
                RecordId.parse(parts[0]),
                parts[1],
                URLDecoder.decode(parts[2], StandardCharsets.UTF_8),
                Long.parseLong(parts[3]),
                Integer.parseInt(parts[4]));
    }

    private static int crc(byte @Nullable [] value) {
        if (value == null) {
            return 0;
        }
        CRC32C crc = new CRC32C();
        crc.update(value);
        return (int) crc.getValue();
    }
}
