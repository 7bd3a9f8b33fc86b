package io.kafkasdk.tuning;

import io.kafkasdk.producer.PayloadSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.jspecify.annotations.Nullable;

/**
 * Tries codecs on an application's own records, with the client's own code and its own layout of records.
 *
 * <p><b>Threads:</b> one only. It takes the processor of the calling thread: about 30 ms a codec, 300 ms in all for 512 KiB
 * of records; a larger sample takes as much longer. It gives way between codecs and passes, and waits for nothing.
 *
 * <p><b>Guarantee:</b> keeps nothing of the sample.
 */
final class CodecTrial {

    private static final long NANOS_PER_CODEC = 20_000_000;
    private static final int MOST_PASSES = 9;
    private static final int MOST_OPEN = 12;
    private static final int MOST_BATCHES = 48;
    private static final long MOST_PASS_BYTES = 3 << 19;
    private static final int LEAST_BATCH_BYTES = 1 << 10;
    private static final int MOST_BATCH_BYTES = 16 << 20;

    private final List<Codec> candidates;
    private final Runnable pause;
    private final Supplier<BatchCompressor> compressors;
    private final Map<String, String> skipped = new LinkedHashMap<>();

    CodecTrial() {
        this(Codec.candidates(), Thread::yield);
    }

    /**
     * Tries these only.
     *
     * @param pause called between codecs and passes
     */
    CodecTrial(List<Codec> candidates, Runnable pause) {
        this(candidates, pause, BatchCompressor::create);
    }

    /** Tries them with compressors made in a way of their own. */
    CodecTrial(List<Codec> candidates, Runnable pause, Supplier<BatchCompressor> compressors) {
        this.candidates = candidates;
        this.pause = pause;
        this.compressors = compressors;
    }

    /**
     * Returns the uncompressed bytes of a batch as this producer fills them, for {@link #run}: the records of a batch by the
     * mean size of a record. {@code batch.size} bounds the compressed bytes, so it is no measure of this.
     */
    static int batchBytes(TuningObservation observed) {
        double recordBytes = observed.recordsPerSecond() > 0
                ? observed.uncompressedBytesPerSecond() / observed.recordsPerSecond()
                : 0;
        double bytes = recordBytes * observed.recordsPerBatch();
        return (int) Math.max(LEAST_BATCH_BYTES, Math.min(MOST_BATCH_BYTES, bytes));
    }

    /** As {@link #run(PayloadSample, int, TuningGoal)}, and the present codec where it is none of the candidates. */
    List<CodecResult> run(PayloadSample sample, int batchBytes, TuningGoal goal, PresentSettings present) {
        return run(some(BatchImage.of(sample, batchBytes)), goal, Codec.withPresent(candidates, present));
    }

    /**
     * Tries each codec on the sample.
     *
     * @param batchBytes the uncompressed bytes of a batch; see {@link #batchBytes}
     * @return best first by cost for the goal; empty for a sample without records. A codec that does not work here is
     *     missing, and {@link #skipped} says why
     * @throws UnsupportedOperationException where the client's code for codecs cannot be called at all
     */
    List<CodecResult> run(PayloadSample sample, int batchBytes, TuningGoal goal) {
        return run(some(BatchImage.of(sample, batchBytes)), goal, candidates);
    }

    /** Returns the codecs that did not work here, each with the reason, such as the name of an exception. */
    Map<String, String> skipped() {
        return Map.copyOf(skipped);
    }

    /** Some from all over the sample: a codec state for each batch is what takes the time where batches are small. */
    private static List<BatchImage> some(List<BatchImage> batches) {
        int step = (batches.size() + MOST_BATCHES - 1) / MOST_BATCHES;
        return IntStream.range(0, batches.size())
                .filter(i -> i % Math.max(1, step) == 0)
                .mapToObj(batches::get)
                .toList();
    }

    private List<CodecResult> run(List<BatchImage> batches, TuningGoal goal, List<Codec> codecs) {
        if (batches.isEmpty()) {
            return List.of();
        }
        BatchCompressor compressor = compressors.get();
        // Without a codec records are copied too: that is no part of what compressing takes.
        Pass copying = measure(Codec.of(Codec.NONE, CodecResult.NO_LEVEL), compressor, batches);
        List<CodecFigures> measured = new ArrayList<>();
        for (Codec codec : codecs) {
            Pass pass = codec.type().equals(Codec.NONE) ? copying : measure(codec, compressor, batches);
            if (pass != null) {
                measured.add(figures(codec, pass, copying == null ? pass : copying, batches));
            }
            pause.run();
        }
        return CodecCosts.ranked(measured, goal);
    }

    /** Repeats them, so that as many are open at once as an application has partitions, as far as time allows. */
    private static List<List<BatchImage>> openAtOnce(List<BatchImage> batches) {
        long copies = Math.max(1, Math.min(MOST_OPEN / batches.size(), MOST_PASS_BYTES / totalBytes(batches)));
        List<BatchImage> all = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            all.addAll(batches);
        }
        List<List<BatchImage>> groups = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_OPEN) {
            groups.add(all.subList(from, Math.min(all.size(), from + MOST_OPEN)));
        }
        return groups;
    }

    private static CodecFigures figures(Codec codec, Pass pass, Pass copying, List<BatchImage> batches) {
        double records = batches.stream().mapToInt(BatchImage::records).sum();
        double recordBytes = totalBytes(batches) / records;
        return new CodecFigures(
                codec.type(),
                codec.level(),
                pass.bytes() / (recordBytes * records),
                Math.max(0, pass.writeNanosPerByte() - copying.writeNanosPerByte()) * recordBytes,
                Math.max(0, pass.readNanosPerByte() - copying.readNanosPerByte()) * recordBytes,
                pass.bytes() / records);
    }

    private static long totalBytes(List<BatchImage> batches) {
        return batches.stream().mapToLong(BatchImage::sizeBytes).sum();
    }

    private @Nullable Pass measure(Codec codec, BatchCompressor compressor, List<BatchImage> batches) {
        if (skipped.containsKey(codec.type())) {
            return null;
        }
        try {
            return passes(codec.compression().get(), compressor, batches);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Exception | Error broken) {
            // A missing library is an error of any kind: of the loader, of a class's initializer, wrapped by the
            // client.
            // Its message may name paths; its class says enough.
            skipped.put(codec.type(), rootName(broken));
            return null;
        }
    }

    /** One after the other first: that loads the library, warms up, and tells the bytes; then with many open, for the time. */
    private Pass passes(Compression compression, BatchCompressor compressor, List<BatchImage> batches)
            throws Exception {
        long bytes = 0;
        for (BatchImage batch : batches) {
            bytes += compressor.compress(compression, List.of(batch));
            compressor.decompress(compression);
        }
        List<List<BatchImage>> groups = openAtOnce(batches);
        double[] writeNanos = new double[MOST_PASSES];
        double[] readNanos = new double[MOST_PASSES];
        long left = NANOS_PER_CODEC;
        int counted = 0;
        while (counted < MOST_PASSES && left > 0) {
            pause.run();
            Pass pass = pass(compression, compressor, groups, left);
            writeNanos[counted] = pass.writeNanosPerByte();
            readNanos[counted++] = pass.readNanosPerByte();
            left -= (long) ((pass.writeNanosPerByte() + pass.readNanosPerByte()) * pass.bytes());
        }
        return new Pass(bytes, median(writeNanos, counted), median(readNanos, counted));
    }

    private static double median(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    /** Ends early, after a group, when it took this long. */
    private static Pass pass(
            Compression compression, BatchCompressor compressor, List<List<BatchImage>> groups, long mostNanos)
            throws Exception {
        long bytes = 0;
        long writeNanos = 0;
        long readNanos = 0;
        for (List<BatchImage> group : groups) {
            CpuTime before = CpuTime.now();
            compressor.compress(compression, group);
            CpuTime between = CpuTime.now();
            compressor.decompress(compression);
            writeNanos += between.since(before);
            readNanos += CpuTime.now().since(between);
            bytes += totalBytes(group);
            if (writeNanos + readNanos > mostNanos) {
                break;
            }
        }
        return new Pass(bytes, (double) writeNanos / bytes, (double) readNanos / bytes);
    }

    private static String rootName(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    /**
     * What came of some batches.
     *
     * @param bytes of the whole sample compressed; of a single pass, those that it went over
     * @param writeNanosPerByte processor time of compressing, in nanoseconds an uncompressed byte
     * @param readNanosPerByte processor time of decompressing
     */
    private record Pass(long bytes, double writeNanosPerByte, double readNanosPerByte) {}
}
