package io.kafkasdk.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.cert.Certificate;
import java.util.Base64;

/** The key and trust stores of one cluster, as files of a directory that goes when the cluster is closed. */
final class SecurityStores {
    private final Path directory;
    private final TestCertificates certificates;

    private SecurityStores(Path directory, TestCertificates certificates) {
        this.directory = directory;
        this.certificates = certificates;
    }

    /** Writes all stores but those of users. */
    static SecurityStores write(Path directory, TestCertificates certificates) {
        SecurityStores stores = new SecurityStores(directory, certificates);
        try {
            Files.createDirectories(directory);
            stores.writeKey(stores.server(), certificates.server());
            stores.writeKey(stores.wrongHost(), certificates.wrongHost());
            stores.writeKey(stores.expired(), certificates.expired());
            Certificate trusted = certificates.authority().getCertificate();
            writeTrust(stores.trust(), trusted);
            writeTrust(stores.foreignTrust(), certificates.foreign().getCertificate());
            Files.writeString(stores.trustPem(), pem(trusted));
        } catch (IOException | GeneralSecurityException e) {
            throw failed(directory, e);
        }
        return stores;
    }

    Path server() {
        return directory.resolve("server.p12");
    }

    Path wrongHost() {
        return directory.resolve("wrong-host.p12");
    }

    Path expired() {
        return directory.resolve("expired.p12");
    }

    Path trust() {
        return directory.resolve("trust.p12");
    }

    Path trustPem() {
        return directory.resolve("trust.pem");
    }

    Path foreignTrust() {
        return directory.resolve("foreign-trust.p12");
    }

    /** Makes the store the first time it is asked for. */
    synchronized Path ofUser(String user) {
        Path file = directory.resolve("user-" + user + ".p12");
        try {
            if (!Files.exists(file)) {
                writeKey(file, certificates.ofUser(user));
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw failed(directory, e);
        }
    }

    private void writeKey(Path file, PrivateKeyEntry entry) throws IOException, GeneralSecurityException {
        KeyStore store = Keytool.emptyStore();
        store.setEntry("key", entry, new KeyStore.PasswordProtection(TestCertificates.PASSWORD.toCharArray()));
        Keytool.store(store, file, TestCertificates.PASSWORD);
    }

    private static void writeTrust(Path file, Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = Keytool.emptyStore();
        store.setCertificateEntry("ca", certificate);
        Keytool.store(store, file, TestCertificates.PASSWORD);
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static KafkaClusterException failed(Path directory, Exception cause) {
        return new KafkaClusterException("Could not write the throw-away certificates to " + directory, cause);
    }
}
