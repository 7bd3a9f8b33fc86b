package io.kafkasdk.test;

import java.security.KeyStore.PrivateKeyEntry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away certificate authority and what it signed, made once per JVM and kept in memory only.
 *
 * @param authority the one that clients should trust
 * @param foreign one that signed nothing
 * @param server for {@code localhost}
 * @param wrongHost for another host
 * @param expired for {@code localhost}, until four weeks ago
 */
record TestCertificates(
        PrivateKeyEntry authority,
        PrivateKeyEntry foreign,
        PrivateKeyEntry server,
        PrivateKeyEntry wrongHost,
        PrivateKeyEntry expired) {
    /** Of all stores of this JVM. */
    static final String PASSWORD = UUID.randomUUID().toString();

    private static final Keytool KEYTOOL = new Keytool(PASSWORD);
    private static final Map<String, PrivateKeyEntry> USERS = new ConcurrentHashMap<>();
    private static final String[] YEAR = {"-startdate", "-1d", "-validity", "366"};
    private static final String LOCALHOST = "san=dns:localhost,ip:127.0.0.1,ip:::1";

    private static @Nullable TestCertificates made;

    /** Blocks for about two seconds the first time. */
    static synchronized TestCertificates ofThisJvm() {
        TestCertificates known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    /** A client certificate whose common name is the user; blocks for half a second the first time. */
    PrivateKeyEntry ofUser(String user) {
        return USERS.computeIfAbsent(
                user,
                name -> KEYTOOL.generate(authority, List.of(request(name, "eku=clientAuth", YEAR)))
                        .get(0));
    }

    private static TestCertificates make() {
        List<PrivateKeyEntry> roots =
                KEYTOOL.generate(null, List.of(root("kafka-sdk test authority"), root("kafka-sdk foreign authority")));
        List<PrivateKeyEntry> signed = KEYTOOL.generate(
                roots.get(0),
                List.of(
                        request("broker", LOCALHOST, YEAR),
                        request("broker", "san=dns:elsewhere.invalid", YEAR),
                        request("broker", LOCALHOST, "-startdate", "-29d", "-validity", "1")));
        return new TestCertificates(roots.get(0), roots.get(1), signed.get(0), signed.get(1), signed.get(2));
    }

    private static Keytool.Request root(String name) {
        return Keytool.Request.of(
                "CN=" + name,
                "-ext",
                "bc:c=ca:true",
                "-ext",
                "ku:c=keyCertSign",
                "-startdate",
                "-30d",
                "-validity",
                "400");
    }

    private static Keytool.Request request(String name, String extension, String... validity) {
        String[] options = new String[validity.length + 2];
        options[0] = "-ext";
        options[1] = extension;
        System.arraycopy(validity, 0, options, 2, validity.length);
        return Keytool.Request.of("CN=" + name, options);
    }
}
