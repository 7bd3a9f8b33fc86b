package io.kafkasdk.test;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One direction of one connection through a link.
 *
 * <p>A reader takes data off one socket and a writer puts it on the other when the faults let it, so that latency delays
 * data without limiting how much is on its way (4 MB at most).
 */
final class LinkLane {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int CHUNKS_UNDERWAY = 256;

    private final Socket from;
    private final Socket to;
    private final LinkFaults faults;
    private final LinkConnection connection;
    private final BlockingQueue<Chunk> underway = new ArrayBlockingQueue<>(CHUNKS_UNDERWAY);
    private final Thread reader;
    private final Thread writer;
    private volatile boolean halfClosed;

    LinkLane(String name, Socket from, Socket to, LinkFaults faults, LinkConnection connection) {
        this.from = from;
        this.to = to;
        this.faults = faults;
        this.connection = connection;
        this.reader = new Thread(this::read, "kafka-sdk-link-read-" + name);
        this.writer = new Thread(this::write, "kafka-sdk-link-write-" + name);
        reader.setDaemon(true);
        writer.setDaemon(true);
    }

    /** Data with the moment of its arrival; none for the end of the stream. */
    private record Chunk(ByteBuffer bytes, long arrivedNanos, double luck, boolean reset) {
        static Chunk of(byte[] bytes) {
            return new Chunk(
                    ByteBuffer.wrap(bytes),
                    System.nanoTime(),
                    ThreadLocalRandom.current().nextDouble(-1, 1),
                    false);
        }

        static Chunk end(boolean reset) {
            return new Chunk(ByteBuffer.allocate(0), System.nanoTime(), 0, reset);
        }

        boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    void start() {
        reader.start();
        writer.start();
    }

    /** Unblocks both threads; the caller closes the sockets. */
    void interrupt() {
        reader.interrupt();
        writer.interrupt();
    }

    /** Ends the stream towards {@code to} and swallows what still comes. */
    void halfClose() throws IOException {
        halfClosed = true;
        to.shutdownOutput();
    }

    private void read() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                underway.put(Chunk.of(Arrays.copyOf(buffer, n)));
            }
            underway.put(Chunk.end(false));
        } catch (IOException e) {
            endByReset();
        } catch (InterruptedException e) {
            // the connection was closed under this lane
        }
    }

    private void endByReset() {
        try {
            underway.put(Chunk.end(true));
        } catch (InterruptedException e) {
            // the connection was closed under this lane
        }
    }

    private void write() {
        try {
            Chunk chunk = underway.take();
            while (!chunk.isEnd()) {
                faults.awaitLatency(chunk.arrivedNanos(), chunk.luck());
                deliver(chunk.bytes().array());
                chunk = underway.take();
            }
            deliverEnd(chunk);
        } catch (IOException e) {
            connection.reset();
        } catch (InterruptedException e) {
            // the connection was closed under this lane
        }
    }

    private void deliver(byte[] bytes) throws IOException, InterruptedException {
        int sent = 0;
        while (sent < bytes.length) {
            int burst = faults.burst(bytes.length - sent);
            faults.awaitTransfer(burst);
            if (faults.isBlackHole() || halfClosed) {
                connection.damage();
                return;
            }
            to.getOutputStream().write(bytes, sent, burst);
            sent += burst;
        }
    }

    /** What the sender's end or reset becomes for the receiver: the same, or nothing while a black hole swallows it. */
    private void deliverEnd(Chunk end) throws IOException, InterruptedException {
        faults.awaitLatency(end.arrivedNanos(), end.luck());
        if (faults.isBlackHole()) {
            connection.damage();
        } else if (end.reset()) {
            connection.reset();
        } else {
            if (!halfClosed) {
                to.shutdownOutput();
            }
            connection.laneEnded();
        }
    }
}
