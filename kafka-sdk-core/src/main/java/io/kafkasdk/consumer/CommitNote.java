package io.kafkasdk.consumer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What is written beside a committed offset, in at most {@link #MAX_LENGTH} characters, which is as much as a broker takes
 * unless told otherwise ({@code offset.metadata.max.bytes}).
 *
 * <p>The text is a name and version, and in base64: a checksum over the committed offset and all that follows, the kind of
 * the rest, the number of partitions, the life of the topic, the leader epoch of the offset, and where something is finished
 * a leader epoch of that and the finished offsets, as run lengths or as a bitmap, whichever is shorter. The committed offset is part of the checksum because tools change it and
 * leave the note: a mirror of the group on another cluster translates the offset and copies the text.
 *
 * <p><b>It always fits.</b> The longest run lengths are those where each unfinished record ends a run and all that does
 * not exist counts as finished. Of {@code n} unfinished records within a span there are then at most {@code n} finished
 * runs, of at most {@code b} bytes each, where {@code b} are the bytes of the span; the unfinished runs between them add
 * up to {@code n}, and a number never takes more bytes than its value (zero, where the first record was finished just
 * now, takes the byte of that record). That is {@code n * (1 + b)} bytes. To count what does not exist between two
 * unfinished records as unfinished only makes it shorter: one number in place of three. See {@link #fits}.
 *
 * <p><b>The leader epoch is here and not where Kafka has it</b>, beside the offset. There Kafka's client takes it for the
 * newest that it knows of the partition; when it is of another life of the topic, in which epochs begin anew, the client
 * takes no metadata of the new life for news any more, and neither fetches nor says so.
 *
 * @param topicPartitions how many partitions of the topic the group has begun to read, 0 when not known
 * @param life which life of the topic the offset is of (see {@link Lives}), 0 when not known
 * @param leaderEpoch the leader epoch of the record before the offset, {@link FetchedBatch#NO_EPOCH} when not known
 * @param finished what is finished beyond the committed offset
 */
record CommitNote(int topicPartitions, int life, int leaderEpoch, FinishedOffsets finished) {

    static final int MAX_LENGTH = 4_096;
    /** Base64 has no colon, so no note of a library that writes bare base64 begins like this. */
    private static final String PREFIX = "ksdk2:";

    private static final int MAX_BYTES = (MAX_LENGTH - PREFIX.length()) * 3 / 4;
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    private static final int LIFE_BYTES = Integer.BYTES;
    /** The checksum, the kind, the number of partitions, the life and the leader epoch. */
    private static final int NOTHING_BYTES = CHECKSUM_BYTES + 1 + 5 + LIFE_BYTES + 5;
    /** The bytes that are left when all that is written, and another leader epoch of up to five bytes. */
    static final int SET_BYTES = MAX_BYTES - NOTHING_BYTES - 5;
    /** The bitmap has a bit for each offset from the committed one on. */
    static final int RANGE = SET_BYTES * 8;

    private static final byte NOTHING = 0;
    private static final byte RUNS = 1;
    private static final byte BITMAP = 2;

    /** A form of the finished offsets, and the offset up to which it tells of them. */
    private record Form(byte kind, ByteBuffer bytes, long end) {}

    CommitNote {
        if (topicPartitions < 0) {
            throw new IllegalArgumentException("a topic cannot have " + topicPartitions + " partitions");
        }
    }

    /** A note of an offset whose leader epoch is not known. */
    CommitNote(int topicPartitions, int life, FinishedOffsets finished) {
        this(topicPartitions, life, FetchedBatch.NO_EPOCH, finished);
    }

    /**
     * Returns what is said of a partition whose topic was made anew. What the group had begun before does not count; a
     * partition of it without a commit is to be read from its beginning, and so passes for one that was added.
     */
    static CommitNote inNewLife(int life) {
        return new CommitNote(1, life, FinishedOffsets.NONE);
    }

    /**
     * Returns whether a note fits, whatever finishes next.
     *
     * @param span the distance from the committed offset to the last fetched one
     * @param unfinished how many records on this way are not finished
     */
    static boolean fits(long span, int unfinished) {
        return span < RANGE || (long) unfinished * (1 + bytesOf(span)) <= SET_BYTES;
    }

    /** Returns the leader epoch as Kafka has it. */
    Optional<Integer> epoch() {
        return leaderEpoch == FetchedBatch.NO_EPOCH ? Optional.empty() : Optional.of(leaderEpoch);
    }

    /** Returns the same offset to be committed, where the broker refuses any metadata. */
    static OffsetAndMetadata withoutNote(OffsetAndMetadata committed) {
        return new OffsetAndMetadata(committed.offset(), "");
    }

    /** Returns the same offset to be committed, with nothing finished: a note of about 20 characters. */
    static OffsetAndMetadata withoutFinished(OffsetAndMetadata committed, int topicPartitions, int life) {
        int epoch = decode(committed).map(CommitNote::leaderEpoch).orElse(FetchedBatch.NO_EPOCH);
        String note = new CommitNote(topicPartitions, life, epoch, FinishedOffsets.NONE).encode(committed.offset());
        return new OffsetAndMetadata(committed.offset(), note);
    }

    /** Returns the text; finished offsets for which there is no room are left out from the end, and handled again. */
    String encode(long committedOffset) {
        boolean isNothing = finished.last() < committedOffset;
        ByteBuffer out =
                ByteBuffer.allocate(isNothing ? NOTHING_BYTES : MAX_BYTES).position(CHECKSUM_BYTES);
        if (isNothing) {
            out.put(NOTHING);
            putNumber(out, topicPartitions);
            out.putInt(life);
            putNumber(out, leaderEpoch + 1L);
        } else {
            Form form = shorter(runs(committedOffset), bitmap(committedOffset));
            out.put(form.kind());
            putNumber(out, topicPartitions);
            out.putInt(life);
            putNumber(out, leaderEpoch + 1L);
            putNumber(out, finished.leaderEpoch() + 1L);
            out.put(form.bytes());
        }
        out.flip().putInt(0, checksum(committedOffset, out));
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads a note back; empty when there is none, or one that is not ours, damaged, or of another offset. */
    static Optional<CommitNote> decode(OffsetAndMetadata committed) {
        String text = committed.metadata();
        if (!text.startsWith(PREFIX) || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(PREFIX.length())));
            if (in.getInt(0) != checksum(committed.offset(), in)) {
                return Optional.empty();
            }
            return Optional.of(read(in.position(CHECKSUM_BYTES), committed.offset()));
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException
                | ArithmeticException notOurs) {
            return Optional.empty();
        }
    }

    private static CommitNote read(ByteBuffer in, long committedOffset) {
        byte kind = in.get();
        int topicPartitions = Math.toIntExact(number(in));
        int life = in.getInt();
        int leaderEpoch = Math.toIntExact(number(in) - 1);
        if (kind == NOTHING) {
            return new CommitNote(topicPartitions, life, leaderEpoch, FinishedOffsets.NONE);
        }
        int finishedEpoch = Math.toIntExact(number(in) - 1);
        FinishedOffsets.Collector collector = new FinishedOffsets.Collector(committedOffset);
        switch (kind) {
            case RUNS -> readRuns(in, committedOffset, collector);
            case BITMAP -> readBitmap(in, committedOffset, collector);
            default -> throw new IllegalArgumentException("kind " + kind);
        }
        return new CommitNote(topicPartitions, life, leaderEpoch, collector.collect(finishedEpoch));
    }

    private Form runs(long committedOffset) {
        ByteBuffer out = ByteBuffer.allocate(SET_BYTES);
        long end = committedOffset;
        for (int run = 0; run < finished.runs(); run++) {
            if (finished.last(run) < committedOffset) {
                continue;
            }
            long first = Math.max(committedOffset, finished.first(run));
            long length = finished.last(run) + 1 - first;
            if (bytesOf(first - end) + bytesOf(length) > out.remaining()) {
                break;
            }
            putNumber(out, first - end);
            putNumber(out, length);
            end = first + length;
        }
        return new Form(RUNS, out.flip(), end);
    }

    private static void readRuns(ByteBuffer in, long committedOffset, FinishedOffsets.Collector collector) {
        long end = committedOffset;
        while (in.hasRemaining()) {
            long first = Math.addExact(end, number(in));
            if (first > end) {
                collector.unfinished(end, first - 1);
            }
            end = Math.addExact(first, number(in));
            if (end == first) {
                throw new IllegalArgumentException("an empty run");
            }
            collector.finished(end - 1);
        }
    }

    private Form bitmap(long committedOffset) {
        long bits = Math.min(RANGE, finished.last() + 1 - committedOffset);
        byte[] bitmap = new byte[(int) ((bits + 7) / 8)];
        for (int run = 0; run < finished.runs(); run++) {
            long from = Math.max(0, finished.first(run) - committedOffset);
            long last = Math.min(bits - 1, finished.last(run) - committedOffset);
            for (long bit = from; bit <= last; bit++) {
                bitmap[(int) (bit >> 3)] |= (byte) (1 << (bit & 7));
            }
        }
        return new Form(BITMAP, ByteBuffer.wrap(bitmap), committedOffset + bits);
    }

    private static void readBitmap(ByteBuffer in, long committedOffset, FinishedOffsets.Collector collector) {
        long offset = committedOffset;
        while (in.hasRemaining()) {
            int bits = in.get();
            for (int bit = 0; bit < 8; bit++) {
                if ((bits >> bit & 1) == 1) {
                    collector.finished(offset);
                } else {
                    collector.unfinished(offset, offset);
                }
                offset = Math.addExact(offset, 1);
            }
        }
    }

    private static Form shorter(Form one, Form other) {
        if (one.end() != other.end()) {
            return one.end() > other.end() ? one : other;
        }
        return one.bytes().remaining() <= other.bytes().remaining() ? one : other;
    }

    private static int checksum(long committedOffset, ByteBuffer text) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, committedOffset));
        checksum.update(text.duplicate().position(CHECKSUM_BYTES));
        return (int) checksum.getValue();
    }

    private static int bytesOf(long number) {
        return number == 0 ? 1 : (70 - Long.numberOfLeadingZeros(number)) / 7;
    }

    private static void putNumber(ByteBuffer out, long number) {
        long rest = number;
        while (rest > 0x7f) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            byte part = in.get();
            number |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number without end");
    }
}
