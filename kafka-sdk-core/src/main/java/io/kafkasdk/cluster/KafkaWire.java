package io.kafkasdk.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.StringJoiner;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** The few bytes of Kafka's protocol, and of TLS, by which a listener shows what it is. */
final class KafkaWire {

    /** Error codes of the protocol. */
    static final short UNSUPPORTED_SASL_MECHANISM = 33;

    static final short ILLEGAL_SASL_STATE = 34;

    private static final short METADATA = 3;
    private static final short SASL_HANDSHAKE = 17;
    private static final short API_VERSIONS = 18;
    private static final int CORRELATION_ID = 0x6b73646b;
    private static final byte[] CLIENT_ID = "kafka-sdk-probe".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 0x03;

    private KafkaWire() {}

    static byte[] apiVersions() {
        return request(API_VERSIONS, (short) 0, NOTHING);
    }

    /** A Metadata request (version 4) for no topic at all, which creates none either. */
    static byte[] metadataOfNothing() {
        return request(METADATA, (short) 4, new byte[] {0, 0, 0, 0, 0});
    }

    static byte[] saslHandshake(String mechanism) {
        byte[] name = mechanism.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(Short.BYTES + name.length)
                .putShort((short) name.length)
                .put(name)
                .array();
        return request(SASL_HANDSHAKE, (short) 1, body);
    }

    private static byte[] request(short api, short version, byte[] body) {
        int size = 2 * Short.BYTES + Integer.BYTES + Short.BYTES + CLIENT_ID.length + body.length;
        return ByteBuffer.allocate(Integer.BYTES + size)
                .putInt(size)
                .putShort(api)
                .putShort(version)
                .putInt(CORRELATION_ID)
                .putShort((short) CLIENT_ID.length)
                .put(CLIENT_ID)
                .put(body)
                .array();
    }

    /** Returns whether an answer of Kafka's begins like this: a size, then our correlation id. */
    static boolean isAnswer(byte[] head) {
        return head.length == 2 * Integer.BYTES && ByteBuffer.wrap(head).getInt(Integer.BYTES) == CORRELATION_ID;
    }

    static boolean isTlsRecord(byte[] head) {
        return head.length >= 3 && (head[0] == TLS_ALERT || head[0] == TLS_HANDSHAKE) && head[1] == TLS_MAJOR;
    }

    static boolean isHttp(byte[] head) {
        return new String(head, StandardCharsets.US_ASCII).startsWith("HTTP");
    }

    /** Returns the error code of an answer to a SASL handshake, 0 for none. */
    static short errorOf(byte[] answer) {
        return answer.length < Integer.BYTES + Short.BYTES
                ? 0
                : ByteBuffer.wrap(answer).getShort(Integer.BYTES);
    }

    /** Returns the mechanisms in an answer to a SASL handshake, separated by commas. */
    static String mechanismsOf(byte[] answer) {
        ByteBuffer body = ByteBuffer.wrap(answer).position(Integer.BYTES + Short.BYTES);
        StringJoiner names = new StringJoiner(", ");
        for (int left = body.getInt(); left > 0; left--) {
            byte[] name = new byte[body.getShort()];
            body.get(name);
            names.add(new String(name, StandardCharsets.UTF_8));
        }
        return names.toString();
    }

    /** Returns what a TLS client says first. Only the JDK's TLS engine is asked for it; nothing is trusted. */
    static byte[] clientHello(InetSocketAddress address) throws IOException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine(address.getHostString(), address.getPort());
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] bytes = new byte[hello.flip().remaining()];
            hello.get(bytes);
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("This JDK has no TLS", e);
        }
    }
}
