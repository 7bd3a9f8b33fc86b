package io.kafkasdk.test.nemesis;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A connection to a broker that asks the smallest question there is, and tells what becomes of it. */
final class RoundTrip implements AutoCloseable {
    private static final short API_VERSIONS = 18;
    private static final int HEADER_BYTES = 10;

    private final Socket socket;

    private RoundTrip(Socket socket) {
        this.socket = socket;
    }

    /** Connects to a host and port. */
    static RoundTrip open(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        return new RoundTrip(socket);
    }

    /** Asks, and returns how long the answer took. */
    Duration answer(Duration limit) throws IOException {
        long start = System.nanoTime();
        ask();
        awaitLateAnswer(limit);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Asks again and again until an answer is faster than that; false when none is. */
    boolean isFasterThan(Duration time, Duration limit) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < limit.toNanos()) {
            if (answer(limit).compareTo(time) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Asks, and returns whether no answer came in that time. */
    boolean isSilent(Duration time) throws IOException {
        try {
            answer(time);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    /** Takes the answer to a question that had none yet. */
    void awaitLateAnswer(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readFully(new byte[in.readInt()]);
    }

    /** Whether the connection ends in that time, by a reset or an end. */
    boolean isBroken(Duration limit) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void ask() throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(HEADER_BYTES);
        out.writeShort(API_VERSIONS);
        out.writeShort(0); // version
        out.writeInt(1); // correlation id
        out.writeShort(-1); // no client id
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
