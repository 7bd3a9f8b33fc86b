package io.kafkasdk.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One jar of a Maven repository and what its bytes must be. */
record Jar(String group, String artifact, String version, String sha256) {
    /** Reads {@code group:artifact:version sha256}. */
    static Jar parse(String line) {
        String[] words = line.split("[: ]", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException("Not group:artifact:version sha256: " + line);
        }
        return new Jar(words[0], words[1], words[2], words[3]);
    }

    /** Its path below the root of any Maven repository. */
    String path() {
        return "%s/%s/%s/%s".formatted(group.replace('.', '/'), artifact, version, fileName());
    }

    String fileName() {
        return artifact + "-" + version + ".jar";
    }

    /** Whether the file is there and is this jar to the last byte. */
    boolean matches(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest()).equals(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
