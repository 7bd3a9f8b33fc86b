package io.kafkasdk.test;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker properties behind the listeners of a secured cluster. */
final class SecurityProperties {
    /** Without them the cluster's own plain traffic would be refused, and brokers would not start. */
    private static final List<String> RESERVED = List.of("authorizer.class.name", "super.users");

    private SecurityProperties() {}

    static Map<String, String> of(SecurityStores stores, Map<String, String> users) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("allow.everyone.if.no.acl.found", "false");
        properties.put("super.users", "User:ANONYMOUS");
        putTls(properties, stores);
        putSasl(properties, SecureListener.SASL_PLAINTEXT, users);
        putSasl(properties, SecureListener.SASL_SSL, users);
        return properties;
    }

    static void refuseReserved(Collection<String> names) {
        for (String name : names) {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "Broker property " + name
                                + " is set by the cluster itself when it is secured; leave it out, or set up security yourself");
            }
        }
    }

    private static void putTls(Map<String, String> properties, SecurityStores stores) {
        for (String name : List.of("ssl.keystore", "ssl.truststore")) {
            properties.put(name + ".type", "PKCS12");
            properties.put(name + ".password", TestCertificates.PASSWORD);
        }
        properties.put("ssl.key.password", TestCertificates.PASSWORD);
        properties.put("ssl.truststore.location", stores.trust().toString());
        properties.put("ssl.keystore.location", stores.server().toString());
        putKeyStore(properties, SecureListener.TLS_WRONG_HOST, stores.wrongHost());
        putKeyStore(properties, SecureListener.TLS_EXPIRED, stores.expired());
        properties.put(SecureListener.TLS.prefix() + "ssl.client.auth", "requested");
        properties.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/,DEFAULT");
    }

    private static void putKeyStore(Map<String, String> properties, SecureListener listener, Path file) {
        properties.put(listener.prefix() + "ssl.keystore.location", file.toString());
    }

    private static void putSasl(Map<String, String> properties, SecureListener listener, Map<String, String> users) {
        String prefix = listener.prefix();
        properties.put(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
        properties.put(prefix + "plain.sasl.jaas.config", plain(users));
        for (String mechanism : List.of("scram-sha-256", "scram-sha-512")) {
            properties.put(
                    prefix + mechanism + ".sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
    }

    private static String plain(Map<String, String> users) {
        StringBuilder jaas = new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
        new TreeMap<>(users)
                .forEach((user, password) -> jaas.append(" user_")
                        .append(user)
                        .append("=\"")
                        .append(password.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"'));
        return jaas.append(';').toString();
    }
}
