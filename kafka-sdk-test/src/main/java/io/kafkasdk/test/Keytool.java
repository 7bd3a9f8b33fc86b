package io.kafkasdk.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes key pairs and certificates with the {@code keytool} of the running JDK, because the JDK has no public API that
 * signs certificates. A call costs about half a second, so all of one request run at once.
 */
final class Keytool {
    private static final String SIGNER = "signer";
    private static final String PASSWORD_VARIABLE = "KAFKA_SDK_TEST_STORE_PASSWORD";
    private static final long LIMIT_SECONDS = 60;

    /** Of the files that live for the length of one request; given by the environment, which {@code ps} does not show. */
    private final String password;

    Keytool(String password) {
        this.password = password;
    }

    /**
     * One key pair with its certificate.
     *
     * @param subject the distinguished name
     * @param options what else keytool is told, such as extensions
     */
    record Request(String subject, List<String> options) {
        Request {
            options = List.copyOf(options);
        }

        static Request of(String subject, String... options) {
            return new Request(subject, List.of(options));
        }
    }

    /**
     * Keys and certificates in the order of the requests, self-signed without a signer. Leaves no file behind.
     *
     * @throws KafkaClusterException when keytool fails or takes longer than a minute
     */
    List<PrivateKeyEntry> generate(@Nullable PrivateKeyEntry signer, List<Request> requests) {
        List<Process> processes = new ArrayList<>();
        Path directory = createDirectory();
        try {
            for (int i = 0; i < requests.size(); i++) {
                processes.add(start(directory.resolve(i + ".p12"), signer, requests.get(i)));
            }
            List<PrivateKeyEntry> entries = new ArrayList<>();
            for (int i = 0; i < processes.size(); i++) {
                Path store = directory.resolve(i + ".p12");
                await(processes.get(i), store);
                entries.add(load(store));
            }
            return entries;
        } catch (IOException | GeneralSecurityException e) {
            throw new KafkaClusterException("Could not make throw-away certificates in " + directory, e);
        } finally {
            processes.forEach(Process::destroyForcibly);
            delete(directory);
        }
    }

    /** Writes a PKCS12 file. */
    static void store(KeyStore store, Path file, String password) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }

    static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private Process start(Path file, @Nullable PrivateKeyEntry signer, Request request)
            throws IOException, GeneralSecurityException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of("-genkeypair", "-alias", "made", "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-dname", request.subject(), "-keystore", file.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass:env", PASSWORD_VARIABLE));
        command.addAll(request.options());
        if (signer != null) {
            KeyStore store = emptyStore();
            store.setEntry(SIGNER, signer, new KeyStore.PasswordProtection(password.toCharArray()));
            store(store, file, password);
            command.addAll(List.of("-signer", SIGNER));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(file).toFile());
        BrokerProcess.JVM_VARIABLES.forEach(builder.environment()::remove);
        builder.environment().put(PASSWORD_VARIABLE, password);
        return builder.start();
    }

    private static void await(Process process, Path file) throws IOException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new KafkaClusterException("The JDK's keytool did not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted while throw-away certificates were made", e);
        }
        if (process.exitValue() != 0) {
            throw new KafkaClusterException("The JDK's keytool, which makes the throw-away certificates, ended with "
                    + process.exitValue() + ": " + Files.readString(log(file)).trim());
        }
    }

    private PrivateKeyEntry load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return (PrivateKeyEntry) store.getEntry("made", new KeyStore.PasswordProtection(password.toCharArray()));
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + ".log");
    }

    static String temporaryPrefix() {
        return "kafka-sdk-certificates-" + ProcessHandle.current().pid() + "-";
    }

    private static Path createDirectory() {
        try {
            return Files.createTempDirectory(temporaryPrefix());
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for certificates", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + directory, e);
        }
    }
}
