package io.kafkasdk.settings;

import java.util.regex.Pattern;

/** Knows by the names of Kafka properties which values may be secrets: the one list for all that prints properties. */
public final class SecretKeys {

    private static final Pattern SECRET = Pattern.compile(
            "passw|pwd|passphrase|jaas|secret|credential|token|private[._-]?key|keystore[._-]?key",
            Pattern.CASE_INSENSITIVE);

    private SecretKeys() {}

    /**
     * Returns whether the value must not be printed. Good for keys that Kafka knows; the value of a key that it does not
     * know may be anything, also a secret behind a misspelt name, and is never to be printed.
     *
     * @param key the Kafka key
     */
    public static boolean mayHold(String key) {
        return SECRET.matcher(key).find();
    }
}
