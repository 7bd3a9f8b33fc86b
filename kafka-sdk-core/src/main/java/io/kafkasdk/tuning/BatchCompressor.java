package io.kafkasdk.tuning;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.compress.Compression;

/**
 * Compresses batches as the client does, and reads them as the leader does that checks them, both by their very code.
 *
 * <p>Several batches are open at once, a record into each in turn: a client has one for each partition, each with a codec
 * state of its own, and a state that left the processor's cache meanwhile costs several times as much (zstd most of all).
 *
 * <p>The streams of the client's codecs moved to another package in 4.4: their classes are taken from the codecs'
 * signatures, so that no name of them is needed.
 *
 * <p><b>Threads:</b> one only; the buffers are used again and again.
 */
final class BatchCompressor {

    private static final byte MAGIC_V2 = 2;
    private static final int SLACK_BYTES = 4 << 10;
    private static final int READ_BYTES = 16 << 10;

    private final Method wrapForOutput;
    private final Method wrapForInput;
    private final Constructor<?> stream;
    private final Object bufferSupplier;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<ByteBuffer> written = new ArrayList<>();
    private final byte[] read = new byte[READ_BYTES];

    private BatchCompressor(Method wrapForOutput, Method wrapForInput, Constructor<?> stream, Object bufferSupplier) {
        this.wrapForOutput = wrapForOutput;
        this.wrapForInput = wrapForInput;
        this.stream = stream;
        this.bufferSupplier = bufferSupplier;
    }

    /**
     * Returns a new one.
     *
     * @throws UnsupportedOperationException where another version of kafka-clients compresses in another way, or a native
     *     image does not know the methods
     */
    static BatchCompressor create() {
        try {
            Method out = method("wrapForOutput");
            Method in = method("wrapForInput");
            return new BatchCompressor(
                    out,
                    in,
                    out.getParameterTypes()[0].getConstructor(ByteBuffer.class),
                    in.getParameterTypes()[2].getMethod("create").invoke(null));
        } catch (ReflectiveOperationException | LinkageError changed) {
            throw new UnsupportedOperationException(
                    "what kafka-clients compresses with cannot be called by its name here, so no codec can be tried",
                    changed);
        }
    }

    private static Method method(String name) throws NoSuchMethodException {
        return Arrays.stream(Compression.class.getMethods())
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("Compression." + name));
    }

    /**
     * Compresses these batches, all open at once.
     *
     * @return their bytes with the headers
     * @throws Exception of the codec, whatever it has; a {@link LinkageError} where its library does not load
     */
    long compress(Compression compression, List<BatchImage> batches) throws Exception {
        List<Object> targets = new ArrayList<>(batches.size());
        List<OutputStream> streams = new ArrayList<>(batches.size());
        try {
            for (int i = 0; i < batches.size(); i++) {
                targets.add(stream.newInstance(buffer(i, batches.get(i))));
                streams.add((OutputStream) call(wrapForOutput, compression, targets.get(i), MAGIC_V2));
            }
            writeRecords(streams, batches);
        } finally {
            // A stream of a native codec holds memory outside the heap.
            for (OutputStream one : streams) {
                one.close();
            }
        }
        written.clear();
        for (Object target : targets) {
            written.add(((ByteBuffer) target.getClass().getMethod("buffer").invoke(target)).flip());
        }
        return written.stream()
                .mapToLong(one -> one.remaining() + BatchImage.HEADER_BYTES)
                .sum();
    }

    /** Decompresses what was compressed last. */
    void decompress(Compression compression) throws Exception {
        for (ByteBuffer one : written) {
            try (InputStream records =
                    (InputStream) call(wrapForInput, compression, one.duplicate(), MAGIC_V2, bufferSupplier)) {
                while (records.read(read, 0, READ_BYTES) >= 0) {}
            }
        }
    }

    private ByteBuffer buffer(int index, BatchImage batch) {
        int bytes = batch.sizeBytes() + batch.sizeBytes() / 8 + SLACK_BYTES;
        if (index == buffers.size()) {
            buffers.add(ByteBuffer.allocate(bytes));
        } else if (buffers.get(index).capacity() < bytes) {
            buffers.set(index, ByteBuffer.allocate(bytes));
        }
        return buffers.get(index).clear();
    }

    /** Record by record, as the client does. */
    private static void writeRecords(List<OutputStream> streams, List<BatchImage> batches) throws IOException {
        int most = batches.stream().mapToInt(BatchImage::records).max().orElse(0);
        for (int record = 0; record < most; record++) {
            for (int i = 0; i < batches.size(); i++) {
                if (record < batches.get(i).records()) {
                    batches.get(i).write(record, streams.get(i));
                }
            }
        }
    }

    private static Object call(Method method, Object target, Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw thrown;
        }
    }
}
