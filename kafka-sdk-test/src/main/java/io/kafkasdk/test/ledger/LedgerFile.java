package io.kafkasdk.test.ledger;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One file of the ledger, written by one process. Each entry is a line, and each line one write: a process that is killed
 * loses none that it wrote, and at most the last is torn, which is not read.
 */
final class LedgerFile implements AutoCloseable {

    /** Not a channel: that would be closed for all when one thread is interrupted. */
    private final FileOutputStream out;

    private LedgerFile(FileOutputStream out) {
        this.out = out;
    }

    static LedgerFile append(Path file) {
        try {
            FileOutputStream out = new FileOutputStream(file.toFile(), true);
            if (isTorn(file)) {
                out.write('\n');
            }
            return new LedgerFile(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells whether the last line has no end, because its process was killed: the next one must not become a part of it. */
    private static boolean isTorn(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() == 0) {
                return false;
            }
            in.seek(in.length() - 1);
            return in.read() != '\n';
        }
    }

    /** Writes what happened and when, with its details; tabs and line ends in them become spaces. */
    void write(EntryKind kind, Object... fields) {
        StringBuilder line =
                new StringBuilder(120).append(kind.letter()).append('\t').append(System.nanoTime());
        for (Object field : fields) {
            line.append('\t').append(oneLine(field.toString()));
        }
        byte[] bytes = line.append(LedgerEntry.END).append('\n').toString().getBytes(StandardCharsets.UTF_8);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger cannot be written, so nothing can be judged", e);
        }
    }

    /** Reads all whole lines of a file in their order. */
    static void read(Path file, Consumer<LedgerEntry> reader) {
        // Not Files.lines: that fails at a character that was torn.
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            in.lines()
                    .filter(line -> line.endsWith(LedgerEntry.END))
                    .map(LedgerEntry::parse)
                    .forEach(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String oneLine(String text) {
        return text.replace('\t', ' ').replace('\r', ' ').replace('\n', ' ');
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
