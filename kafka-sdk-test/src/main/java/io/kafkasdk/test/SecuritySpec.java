package io.kafkasdk.test;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whether a cluster has secured listeners, and who can log in from the start.
 *
 * @param users passwords by user name
 */
record SecuritySpec(boolean enabled, Map<String, String> users) {
    static final SecuritySpec NONE = new SecuritySpec(false, Map.of());

    /** What needs no escape in a JAAS entry, a distinguished name, a SCRAM message and a file name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    SecuritySpec {
        users = Map.copyOf(users);
        users.forEach(SecuritySpec::refuseUnfit);
    }

    static void refuseUnfit(String user, String password) {
        refuseUnfit(user);
        if (password.isEmpty() || password.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The password of user " + user + " must not be empty nor have control characters");
        }
    }

    static void refuseUnfit(String user) {
        if (!NAME.matcher(user).matches()) {
            throw new IllegalArgumentException("User name \"" + user
                    + "\" must be 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-', a letter or digit first");
        }
    }

    SecuritySpec with(String user, String password) {
        Map<String, String> more = new TreeMap<>(users);
        more.put(user, password);
        return new SecuritySpec(true, more);
    }

    SecuritySpec secured() {
        return new SecuritySpec(true, users);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return enabled ? "secured for " + new TreeMap<>(users).keySet() : "plain";
    }
}
