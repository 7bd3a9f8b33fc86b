package io.kafkasdk.cluster;

import io.kafkasdk.cluster.Finding.Kind;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.TlsSockets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Connects to one address and looks at how it begins to answer. */
final class AddressProbe {

    private static final int LARGEST_ANSWER_BYTES = 1 << 20;
    private static final String TIMED_OUT = "timed out";

    private final InetSocketAddress address;
    private final Expectation expected;
    private final Deadline deadline;

    private AddressProbe(InetSocketAddress address, Expectation expected, Deadline deadline) {
        this.address = address;
        this.expected = expected;
        this.deadline = deadline;
    }

    /** Returns what the address is; tries to be done by the deadline. */
    static Finding run(String hostAndPort, Expectation expected, TlsSockets tls, Deadline deadline) {
        return connectAnd(
                hostAndPort, expected, deadline, probe -> expected.tls() ? probe.expectTls(tls) : probe.expectPlain());
    }

    /**
     * Returns whether somebody is alive at the address of a broker, with one connection: which login its listener wants
     * is not looked at.
     */
    static Finding greet(String hostAndPort, Expectation expected, Deadline deadline) {
        return connectAnd(
                hostAndPort, expected, deadline, probe -> expected.tls() ? probe.greetTls() : probe.speakKafka(1));
    }

    private interface Question {
        Finding ask(AddressProbe probe) throws IOException;
    }

    private static Finding connectAnd(String hostAndPort, Expectation expected, Deadline deadline, Question question) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon).replace("[", "").replace("]", "");
        int port = Integer.parseInt(hostAndPort.substring(colon + 1));
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            return question.ask(new AddressProbe(address, expected, deadline));
        } catch (UnknownHostException e) {
            return Finding.of(Kind.HOST_UNKNOWN);
        } catch (ConnectException e) {
            // The operating system gave up by itself, before our limit.
            boolean timedOut = String.valueOf(e.getMessage()).contains(TIMED_OUT);
            return Finding.of(timedOut ? Kind.NO_ANSWER : Kind.REFUSED);
        } catch (IOException e) {
            return Finding.of(Kind.NO_ANSWER);
        }
    }

    private Finding expectPlain() throws IOException {
        Finding plain = speakKafka(2);
        return switch (plain.kind()) {
            case AS_EXPECTED -> checkSasl();
            case TLS_LISTENER -> plain;
            // A TLS listener may drop a plain request without a word, so a greeting in TLS decides.
            default -> speaksTls() ? Finding.of(Kind.TLS_LISTENER) : plain;
        };
    }

    private Finding expectTls(TlsSockets tls) throws IOException {
        // Without TLS this is answered at once, while a SASL listener takes its time to hang up on a greeting in TLS.
        Finding plain = speakKafka(2);
        return switch (plain.kind()) {
            case AS_EXPECTED -> Finding.of(Kind.PLAIN_LISTENER);
            case TLS_LISTENER -> lookInside(tls);
            default -> speaksTls() ? lookInside(tls) : plain;
        };
    }

    /** A login that is refused is told by the Kafka client itself; one that is missing looks like a dead broker to it. */
    private Finding lookInside(TlsSockets tls) {
        return Finding.of(
                expected.mechanism() == null && demandsSaslInside(tls) ? Kind.SASL_LISTENER : Kind.AS_EXPECTED);
    }

    /** Sends an ApiVersions request, which every Kafka listener answers before any login. */
    private Finding speakKafka(int parts) throws IOException {
        try (Socket socket = connect(parts)) {
            return understand(exchange(socket, KafkaWire.apiVersions(), 8));
        } catch (SocketTimeoutException e) {
            return Finding.of(Kind.SILENT);
        }
    }

    private static Finding understand(byte[] head) {
        if (KafkaWire.isTlsRecord(head)) {
            return Finding.of(Kind.TLS_LISTENER);
        }
        if (KafkaWire.isAnswer(head)) {
            return Finding.of(Kind.AS_EXPECTED);
        }
        if (head.length == 0) {
            return Finding.of(Kind.HANGS_UP);
        }
        return new Finding(Kind.NOT_KAFKA, KafkaWire.isHttp(head) ? ", but like an HTTP server" : "");
    }

    private Finding checkSasl() throws IOException {
        String mechanism = expected.mechanism();
        return mechanism == null ? checkNoSasl() : checkMechanism(mechanism);
    }

    /** A SASL listener closes the connection on anything but a login; others answer. */
    private Finding checkNoSasl() throws IOException {
        byte[] answer = ask(KafkaWire.metadataOfNothing());
        return Finding.of(answer == null ? Kind.SASL_LISTENER : Kind.AS_EXPECTED);
    }

    private Finding checkMechanism(String mechanism) throws IOException {
        byte[] answer = ask(KafkaWire.saslHandshake(mechanism));
        if (answer == null) {
            return new Finding(Kind.NOT_KAFKA, " once a SASL login begins");
        }
        return switch (KafkaWire.errorOf(answer)) {
            case KafkaWire.ILLEGAL_SASL_STATE -> Finding.of(Kind.NO_SASL);
            case KafkaWire.UNSUPPORTED_SASL_MECHANISM ->
                new Finding(Kind.NO_SUCH_MECHANISM, KafkaWire.mechanismsOf(answer));
            default -> Finding.of(Kind.AS_EXPECTED);
        };
    }

    /** Returns the body of the answer, or null when the other side hangs up instead. */
    private byte @Nullable [] ask(byte[] request) throws IOException {
        try (Socket socket = connect(1)) {
            byte[] size = exchange(socket, request, Integer.BYTES);
            if (size.length < Integer.BYTES) {
                return null;
            }
            int bytes = ByteBuffer.wrap(size).getInt();
            return bytes < 0 || bytes > LARGEST_ANSWER_BYTES
                    ? null
                    : socket.getInputStream().readNBytes(bytes);
        }
    }

    /** Says false where TLS does not come about: that too the client tells by itself. */
    private boolean demandsSaslInside(TlsSockets tls) {
        try (Socket socket = connect(2);
                Socket inside = tls.over(socket, address)) {
            // On anything but a login a SASL listener hangs up; others answer.
            return exchange(inside, KafkaWire.metadataOfNothing(), Integer.BYTES).length == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends the greeting of a TLS client and looks whether a TLS record comes back, whatever it says. */
    private boolean speaksTls() throws IOException {
        try (Socket socket = connect(2)) {
            return KafkaWire.isTlsRecord(exchange(socket, KafkaWire.clientHello(address), 3));
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private Finding greetTls() throws IOException {
        try (Socket socket = connect(1)) {
            byte[] head = exchange(socket, KafkaWire.clientHello(address), 3);
            return KafkaWire.isTlsRecord(head) ? Finding.of(Kind.AS_EXPECTED) : understand(head);
        } catch (SocketTimeoutException e) {
            return Finding.of(Kind.SILENT);
        }
    }

    /** Returns the first bytes of the answer: fewer when the other side hangs up, politely or not. */
    private static byte[] exchange(Socket socket, byte[] request, int bytes) throws IOException {
        try {
            socket.getOutputStream().write(request);
            return socket.getInputStream().readNBytes(bytes);
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    /** Connects, and allows one of so many equal parts of the remaining time for each wait. */
    private Socket connect(int parts) throws IOException {
        int millis = (int) Math.max(1, deadline.remaining().toMillis());
        Socket socket = new Socket();
        try {
            socket.connect(address, millis);
            socket.setSoTimeout(Math.max(1, millis / parts));
            return socket;
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new NoRouteToHostException(TIMED_OUT);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
