package io.kafkasdk.consumer;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What handlers did, in one file for all members of a group, in this JVM or another. Each line is one write to a file that
 * was opened for appending: lines stand in the order in which things happened, whoever wrote them, and a process that is
 * killed loses none.
 */
final class Ledger implements AutoCloseable {

    /** Not a channel: that would be closed for all when one handler is interrupted. */
    private final FileOutputStream out;

    private final FileChannel in;
    private final List<LedgerEntry> read = new ArrayList<>();
    private final StringBuilder rest = new StringBuilder();
    private long position;

    private Ledger(FileOutputStream out, FileChannel in) {
        this.out = out;
        this.in = in;
    }

    static Ledger at(Path file) {
        try {
            FileOutputStream out = new FileOutputStream(file.toFile(), true);
            return new Ledger(out, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(Kind kind, String member, int partition, long number, String key) {
        String line = new LedgerEntry(kind, System.nanoTime(), member, partition, number, key).line();
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(Kind kind, String member) {
        append(kind, member, -1, -1, "-");
    }

    /** Returns what stands in it up to now; a copy. */
    synchronized LedgerReport report() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate((int) (in.size() - position));
            int count = in.read(bytes, position);
            if (count > 0) {
                position += count;
                rest.append(new String(bytes.array(), 0, count, StandardCharsets.UTF_8));
                int end = rest.lastIndexOf("\n") + 1;
                rest.substring(0, end).lines().map(LedgerEntry::parse).forEach(read::add);
                rest.delete(0, end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LedgerReport(List.copyOf(read));
    }

    @Override
    public void close() {
        try (out;
                in) {
            // Both are closed by leaving.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
