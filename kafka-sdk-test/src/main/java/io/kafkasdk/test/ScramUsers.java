package io.kafkasdk.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** Users with SCRAM, known to every running broker when a call returns. */
final class ScramUsers {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final short SASL_HANDSHAKE = 17;
    private static final short SASL_AUTHENTICATE = 36;
    /** The least that Kafka takes: logging in costs a tenth of a second with many more. */
    private static final int ITERATIONS = 4096;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Admin admin;
    private final Readiness readiness;

    ScramUsers(Admin admin, Readiness readiness) {
        this.admin = admin;
        this.readiness = readiness;
    }

    /** Creates users, or gives them other passwords. */
    void create(Map<String, String> passwords) {
        if (passwords.isEmpty()) {
            return;
        }
        List<UserScramCredentialUpsertion> credentials = new ArrayList<>();
        // One request for each: KRaft takes a user once in a request, though KIP-554 means a user and a mechanism.
        for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
            List<UserScramCredentialAlteration> request = new ArrayList<>();
            passwords.forEach((user, password) -> {
                UserScramCredentialUpsertion credential = credential(user, password, mechanism);
                request.add(credential);
                credentials.add(credential);
            });
            AdminAnswer.await(
                    "create the users " + passwords.keySet(),
                    admin.alterUserScramCredentials(request).all());
        }
        Readiness.await(LIMIT, () -> missing(credentials));
    }

    private static UserScramCredentialUpsertion credential(String user, String password, ScramMechanism mechanism) {
        byte[] salt = new byte[24];
        RANDOM.nextBytes(salt);
        return new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(mechanism, ITERATIONS), password.getBytes(StandardCharsets.UTF_8), salt);
    }

    /** At most one, because a broker takes a tenth of a second to refuse. */
    private List<String> missing(List<UserScramCredentialUpsertion> credentials) {
        for (BrokerNode node : readiness.running()) {
            for (UserScramCredentialUpsertion credential : credentials) {
                if (!isKnown(node, credential)) {
                    return List.of("broker " + node.id() + " does not know the "
                            + credential.credentialInfo().mechanism().mechanismName() + " password of user "
                            + credential.user());
                }
            }
        }
        return List.of();
    }

    /**
     * Begins to log in and looks at the salt in the broker's first answer. What Admin can ask is known to a broker a
     * moment before it lets the user in.
     */
    private static boolean isKnown(BrokerNode node, UserScramCredentialUpsertion credential) {
        int port = node.ports().secured().getOrDefault(SecureListener.SASL_PLAINTEXT, 0);
        try (BrokerConnection broker = BrokerConnection.open(port)) {
            String mechanism = credential.credentialInfo().mechanism().mechanismName();
            DataInputStream handshake = broker.ask(SASL_HANDSHAKE, 1, out -> out.writeUTF(mechanism));
            if (handshake.readShort() != 0) {
                return false;
            }
            byte[] first = ("n,,n=" + credential.user() + ",r=kafka-sdk-test").getBytes(StandardCharsets.UTF_8);
            DataInputStream answer = broker.ask(SASL_AUTHENTICATE, 0, out -> {
                out.writeInt(first.length);
                out.write(first);
            });
            if (answer.readShort() != 0) {
                return false;
            }
            BrokerConnection.skipString(answer); // error message
            String challenge = new String(answer.readNBytes(answer.readInt()), StandardCharsets.UTF_8);
            return challenge.contains(",s=" + Base64.getEncoder().encodeToString(credential.salt()) + ",");
        } catch (IOException e) {
            return false;
        }
    }
}
