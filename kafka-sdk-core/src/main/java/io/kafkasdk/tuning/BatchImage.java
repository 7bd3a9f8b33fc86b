package io.kafkasdk.tuning;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.PayloadSample.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of one batch as the client hands them to the codec: Kafka's record format v2 without the batch header, which
 * is never compressed.
 *
 * <p>The sample knows no timestamps, headers and partitions: 64 records share a millisecond here, there are no headers, and
 * records of a topic follow each other as if they went to one partition.
 */
final class BatchImage {

    /** The header of a batch, in bytes. */
    static final int HEADER_BYTES = 61;

    private static final int RECORDS_PER_MILLI = 64;
    // Attributes, and a count of headers that is 0.
    private static final int FIXED_BYTES = 2;
    private static final int NULL_LENGTH = -1;

    private final byte[] bytes;
    private final int[] ends;

    private BatchImage(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    /**
     * Lays out a sample, topic by topic, in batches of one size each: as near to {@code batchBytes} as the topic's records
     * allow, without a short last one.
     *
     * @param batchBytes the uncompressed bytes of a batch
     */
    static List<BatchImage> of(PayloadSample sample, int batchBytes) {
        List<BatchImage> images = new ArrayList<>();
        new TreeMap<>(sample.byTopic()).values().forEach(records -> layOut(records, batchBytes, images));
        return images;
    }

    private static void layOut(List<Payload> records, int batchBytes, List<BatchImage> images) {
        long total = records.stream().mapToLong(one -> recordBytes(one, 0)).sum();
        long batches = Math.max(1, Math.round((double) total / batchBytes));
        long target = Math.max(1, total / batches);
        int from = 0;
        long inBatch = 0;
        for (int i = 0; i < records.size(); i++) {
            inBatch += recordBytes(records.get(i), i - from);
            // What a rounding leaves over goes into the last one.
            if (inBatch >= target && batches > 1) {
                images.add(image(records.subList(from, i + 1)));
                from = i + 1;
                inBatch = 0;
                batches--;
            }
        }
        if (from < records.size()) {
            images.add(image(records.subList(from, records.size())));
        }
    }

    private static BatchImage image(List<Payload> records) {
        int size = 0;
        for (int i = 0; i < records.size(); i++) {
            size += recordBytes(records.get(i), i);
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        int[] ends = new int[records.size()];
        for (int i = 0; i < records.size(); i++) {
            write(buffer, records.get(i), i);
            ends[i] = buffer.position();
        }
        return new BatchImage(buffer.array(), ends);
    }

    private static void write(ByteBuffer buffer, Payload record, int index) {
        writeVarint(buffer, bodyBytes(record, index));
        buffer.put((byte) 0);
        writeVarint(buffer, index / RECORDS_PER_MILLI);
        writeVarint(buffer, index);
        writeField(buffer, record.key());
        writeField(buffer, record.value());
        writeVarint(buffer, 0);
    }

    private static void writeField(ByteBuffer buffer, byte @Nullable [] field) {
        if (field == null) {
            writeVarint(buffer, NULL_LENGTH);
        } else {
            writeVarint(buffer, field.length);
            buffer.put(field);
        }
    }

    private static int recordBytes(Payload record, int index) {
        int body = bodyBytes(record, index);
        return varintBytes(body) + body;
    }

    private static int bodyBytes(Payload record, int index) {
        return FIXED_BYTES
                + varintBytes(index / RECORDS_PER_MILLI)
                + varintBytes(index)
                + fieldBytes(record.key())
                + fieldBytes(record.value());
    }

    private static int fieldBytes(byte @Nullable [] field) {
        return field == null ? varintBytes(NULL_LENGTH) : varintBytes(field.length) + field.length;
    }

    private static void writeVarint(ByteBuffer buffer, int value) {
        int rest = zigzag(value);
        while ((rest & ~0x7f) != 0) {
            buffer.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }

    private static int varintBytes(int value) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(zigzag(value) | 1);
        return (bits + 6) / 7;
    }

    private static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    /** Writes one record. */
    void write(int index, OutputStream records) throws IOException {
        int from = index == 0 ? 0 : ends[index - 1];
        records.write(bytes, from, ends[index] - from);
    }

    /** Returns how many records are in it. */
    int records() {
        return ends.length;
    }

    /** Returns the bytes of the batch without compression, header and all. */
    int sizeBytes() {
        return HEADER_BYTES + bytes.length;
    }

    /** Says the size only: the content is the application's. */
    @Override
    public String toString() {
        return "BatchImage[" + ends.length + " records, " + bytes.length + " bytes]";
    }
}
