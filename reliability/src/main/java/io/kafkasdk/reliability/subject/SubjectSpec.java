package io.kafkasdk.reliability.subject;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a subject: {@code key=value} for each of {@link Setting}.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param values what was given, by the key's name; the rest has defaults
 */
public record SubjectSpec(Map<String, String> values) {

    /** What a subject can be told. */
    public enum Setting {
        /** Its name, the same over all its lives: 1 to 60 letters, digits, {@code _} and {@code -}. */
        NAME("name", null, "[A-Za-z0-9_-]{1,60}"),
        /** The how-manieth process of that name it is, from 0; {@link JvmProcess} adds it. */
        LIFE("life", "0", "\\d{1,9}"),
        /** The directory of the ledger. */
        LEDGER("ledger", null, ".+"),
        /** Addresses of brokers, separated by commas. */
        BOOTSTRAP("bootstrap", null, ".+"),
        /** For senders: the topics to write to in turn, separated by commas. */
        TOPICS("topics", "", "[A-Za-z0-9._,-]*"),
        /** For senders: records per second over all topics, 1 to 100,000. */
        RATE("rate", "300", "[1-9]\\d{0,5}"),
        /** For senders: how many records to send; 0 for no end. */
        RECORDS("records", "0", "\\d{1,9}"),
        /** For senders: how many keys each topic has. */
        KEYS("keys", "50", "[1-9]\\d{0,5}"),
        /** For senders: one record in so many cannot be deserialized; 0 for none. */
        POISON("poison", "0", "\\d{1,9}"),
        /** For senders: one record in so many fails in every handler; 0 for none. */
        FAILING("failing", "0", "\\d{1,9}"),
        /** For senders: one record in so many fails in the first attempt of each member; 0 for none. */
        FLAKY("flaky", "0", "\\d{1,9}"),
        /** For members: {@code group:protocol:topic+topic}, separated by commas; the protocol is classic or consumer. */
        GROUPS("groups", "", "([A-Za-z0-9._-]+:(classic|consumer):[A-Za-z0-9._+-]+,?)*"),
        /** For members: session of the classic protocol in milliseconds; 0 for the default. */
        SESSION("session", "0", "\\d{1,9}"),
        /** For members: the time of a handler in microseconds; it takes one to three times as long. */
        WORK("work", "1000", "\\d{1,9}"),
        /** For members: how many records a group's handlers take before they wait for {@link Hold}; 0 for no end. */
        HOLD("hold", "0", "\\d{1,9}"),
        /** For SDK members: milliseconds between two commits; 0 for the default. */
        COMMIT("commit", "0", "\\d{1,9}"),
        /** For SDK members: milliseconds that a revoked partition waits for its handlers; 0 for the default. */
        DRAIN("drain", "0", "\\d{1,6}"),
        /** For all: milliseconds between two samples of what the process uses. */
        SAMPLE("sample", "5000", "[1-9]\\d{0,8}"),
        /** PLAINTEXT, SASL_PLAINTEXT or SASL_SSL. */
        PROTOCOL("protocol", "PLAINTEXT", "PLAINTEXT|SASL_PLAINTEXT|SASL_SSL"),
        /** With SASL: the mechanism, as Kafka names it. */
        MECHANISM("mechanism", "SCRAM-SHA-256", "PLAIN|SCRAM-SHA-256|SCRAM-SHA-512"),
        /** With SASL: the user. */
        USER("user", "", ".*"),
        /** With SASL: the user's password; never printed. */
        PASSWORD("password", "", ".*"),
        /** With SASL_SSL: a PKCS12 file with the certificates to trust. */
        TRUST_STORE("truststore", "", ".*"),
        /** With SASL_SSL: what opens that file; never printed. */
        TRUST_STORE_PASSWORD("truststore-password", "", ".*");

        private final String text;
        private final @Nullable String byDefault;
        private final String pattern;

        Setting(String text, @Nullable String byDefault, String pattern) {
            this.text = text;
            this.byDefault = byDefault;
            this.pattern = pattern;
        }

        /** Returns its name on the command line. */
        public String text() {
            return text;
        }

        boolean isSecret() {
            return this == PASSWORD || this == TRUST_STORE_PASSWORD;
        }

        private static Optional<Setting> of(String text) {
            return Arrays.stream(values()).filter(key -> key.text.equals(text)).findAny();
        }
    }

    /**
     * One group that a member joins.
     *
     * @param name the consumer group
     * @param protocol classic or consumer
     * @param topics what it reads
     */
    public record Group(String name, String protocol, List<String> topics) {

        /** Returns the topic that takes what this group cannot handle. */
        public String deadLetterTopic() {
            return name + SdkMember.DEAD_LETTERS;
        }
    }

    /**
     * Checks what is given; what is missing is told when it is asked for.
     *
     * @throws IllegalArgumentException names the key that does not exist or has a wrong value
     */
    public SubjectSpec {
        values = Map.copyOf(values);
        values.forEach((text, value) -> {
            Setting key = Setting.of(text)
                    .orElseThrow(() -> new IllegalArgumentException("A subject has no setting '" + text + "'; it knows "
                            + Arrays.stream(Setting.values()).map(Setting::text).toList()));
            if (!value.matches(key.pattern)) {
                throw new IllegalArgumentException("'" + (key.isSecret() ? "[hidden]" : value)
                        + "' cannot be the setting " + text + " of a subject; it must match " + key.pattern);
            }
        });
    }

    /** A subject of this name that writes into this ledger. */
    public static SubjectSpec of(String name, Path ledger, String bootstrap) {
        return new SubjectSpec(Map.of())
                .with(Setting.NAME, name)
                .with(Setting.LEDGER, ledger)
                .with(Setting.BOOTSTRAP, bootstrap);
    }

    /** Reads what {@link #arguments()} wrote. */
    public static SubjectSpec parse(String... arguments) {
        Map<String, String> values = new TreeMap<>();
        for (String argument : arguments) {
            int mark = argument.indexOf('=');
            if (mark < 0) {
                throw new IllegalArgumentException("A subject takes key=value only");
            }
            values.put(argument.substring(0, mark), argument.substring(mark + 1));
        }
        return new SubjectSpec(values);
    }

    /** Returns a copy with another value of one setting. */
    public SubjectSpec with(Setting key, Object value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(key.text, value.toString());
        return new SubjectSpec(more);
    }

    /** Returns the command line, secrets included: do not print it. */
    public List<String> arguments() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList();
    }

    /**
     * Returns a setting or its default.
     *
     * @throws IllegalArgumentException when it must be given and is not
     */
    public String text(Setting key) {
        String given = values.getOrDefault(key.text, key.byDefault);
        if (given == null) {
            throw new IllegalArgumentException("The subject needs " + key.text + "=...");
        }
        return given;
    }

    /** Returns a setting that is a number. */
    public int number(Setting key) {
        return Integer.parseInt(text(key));
    }

    /** Returns its name. */
    public String name() {
        return text(Setting.NAME);
    }

    /** Returns how members of groups are called in the ledger: each life has a name of its own. */
    public String member() {
        return name() + "-" + number(Setting.LIFE);
    }

    /** Returns where the ledger is. */
    public Path ledger() {
        return Path.of(text(Setting.LEDGER));
    }

    /** Returns the topics of a sender, at least one. */
    public List<String> topics() {
        return parts(Setting.TOPICS);
    }

    /** Returns the groups of a member, at least one. */
    public List<Group> groups() {
        return parts(Setting.GROUPS).stream()
                .map(text -> text.split(":", 3))
                .map(part -> new Group(part[0], part[1], List.of(part[2].split("\\+"))))
                .toList();
    }

    private List<String> parts(Setting key) {
        List<String> parts = Arrays.stream(text(key).split(","))
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("The subject needs " + key.text + "=...");
        }
        return parts;
    }

    /** Prints no secret. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(values);
        shown.replaceAll(
                (text, value) -> Setting.of(text).filter(Setting::isSecret).isPresent() ? "[hidden]" : value);
        return "SubjectSpec" + shown;
    }
}
