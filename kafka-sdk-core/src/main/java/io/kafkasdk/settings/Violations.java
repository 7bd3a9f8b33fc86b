package io.kafkasdk.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong with one group of settings, then throws once. */
final class Violations {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final int TOPIC_NAME_LIMIT = 249;
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]+");

    private final String subject;
    private final List<Violation> found = new ArrayList<>();

    Violations(String subject) {
        this.subject = subject;
    }

    void add(String setting, Object value, String rule, String cure) {
        found.add(new Violation(setting, value.toString(), rule, cure));
    }

    void checkName(String setting, String value) {
        if (!NAME.matcher(value).matches()) {
            add(
                    setting,
                    quote(value),
                    "must be 1 to 200 letters, digits, dots, underscores or hyphens",
                    "choose a short stable name such as order-service");
        }
    }

    void checkTopic(String setting, String topic) {
        boolean reserved = topic.equals(".") || topic.equals("..");
        if (reserved
                || topic.length() > TOPIC_NAME_LIMIT
                || !TOPIC.matcher(topic).matches()) {
            add(
                    setting,
                    quote(topic),
                    "a topic name has 1 to 249 letters, digits, dots, underscores or hyphens and is not '.' or '..'",
                    "name an existing topic");
        }
    }

    void checkRange(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            add(setting, value, "must be from " + least + " to " + most, "choose a value in this range");
        }
    }

    void checkRange(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            add(setting, value, "must be from " + least + " to " + most, "choose a duration in this range");
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidSettingsException(subject, found);
        }
    }

    static String quote(String value) {
        return "'" + value + "'";
    }
}
