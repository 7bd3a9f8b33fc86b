package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.Side;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts what is new in the files of a ledger, by the letters that their lines begin with. For people who watch; nothing is
 * judged by it.
 *
 * <p><b>Threads</b>: for use by one thread at a time.
 */
final class LedgerGrowth {

    private static final String SENDS = "sends-";
    private static final String HANDLED = "handled-";

    private final Path directory;
    private final Map<Path, Long> readUpTo = new HashMap<>();
    private final Map<Key, Long> counts = new HashMap<>();

    LedgerGrowth(Path directory) {
        this.directory = directory;
    }

    /** Whose lines of one kind. */
    private record Key(String kind, String who, char letter) {}

    /** What stands in the ledger so far, each attempt counted. */
    record Counts(long acked, long refused, long handled, long failedAttempts) {}

    /** Reads what came since the last time. */
    void read() {
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a side did, as far as it was read. */
    Counts of(Side side) {
        return new Counts(
                count(side, SENDS, 'A'),
                count(side, SENDS, 'R') + count(side, SENDS, 'U'),
                count(side, HANDLED, 'D'),
                count(side, HANDLED, 'F'));
    }

    /** Tells whether a producer had a record acked, as far as it was read. */
    boolean hasAcked(String producer) {
        return counts.containsKey(new Key(SENDS, producer, 'A'));
    }

    /** Tells whether a group handled a record to its end, as far as it was read. */
    boolean hasHandled(String group) {
        return counts.containsKey(new Key(HANDLED, group, 'D'));
    }

    private long count(Side side, String kind, char letter) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().letter() == letter)
                .filter(entry -> entry.getKey().kind().equals(kind))
                .filter(entry -> side.has(entry.getKey().who()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void read(Path file) {
        String name = file.getFileName().toString();
        for (String kind : new String[] {SENDS, HANDLED}) {
            if (name.startsWith(kind)) {
                read(file, kind, name.substring(kind.length()).split("[.@]", 2)[0]);
            }
        }
    }

    private void read(Path file, String kind, String who) {
        long from = readUpTo.getOrDefault(file, 0L);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length() - from, 1 << 28)];
            in.seek(from);
            in.readFully(bytes);
            int begin = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    counts.merge(new Key(kind, who, (char) bytes[begin]), 1L, Long::sum);
                    begin = i + 1;
                }
            }
            readUpTo.put(file, from + begin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
