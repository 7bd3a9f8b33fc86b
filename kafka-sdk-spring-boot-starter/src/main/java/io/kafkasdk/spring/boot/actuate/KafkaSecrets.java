package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.settings.SecretKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.function.SingletonSupplier;

/**
 * Hides the secrets of Kafka in what actuator endpoints show, also with {@code show-values=always}: by the name of the
 * property where it is one of Kafka's, by what a login looks like behind a misspelt name, and by the value wherever else it turns up, such as in the variable behind a
 * placeholder or in the command line of the process.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. The values are looked up once, with the first question.
 */
final class KafkaSecrets implements SanitizingFunction {

    private static final List<String> KAFKA = List.of("kafkasdk", "springkafka", "springsslbundle");
    private static final Pattern PUNCTUATION = Pattern.compile("[-_.\\[\\]]");
    private static final Pattern HYPHENS = Pattern.compile("[-_]");
    private static final Pattern IN_JAAS =
            Pattern.compile("(?:password|secret)\\s*=\\s*[\"']?([^\"';\\s]+)", Pattern.CASE_INSENSITIVE);
    /** Shorter ones would hide half of what there is to see, and tell by that what they are. */
    private static final int SHORTEST = 8;

    private final Supplier<Set<String>> values;

    KafkaSecrets(ConfigurableEnvironment environment) {
        this.values = SingletonSupplier.of(() -> secretsOf(environment));
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        Object value = data.getValue();
        if (value == null) {
            return data;
        }
        String text = value.toString();
        boolean hidden = isSecret(data.getKey())
                || (isKafkas(bare(data.getKey())) && IN_JAAS.matcher(text).find())
                || holdsSecret(text);
        return hidden ? data.withSanitizedValue() : data;
    }

    private static boolean isSecret(String key) {
        String bare = bare(key);
        String joined = HYPHENS.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
        return isKafkas(bare) && (SecretKeys.mayHold(key) || SecretKeys.mayHold(joined) || SecretKeys.mayHold(bare));
    }

    /** Names come in all spellings: kebab, camel and snake case, map keys in brackets. */
    private static String bare(String key) {
        return PUNCTUATION.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static boolean isKafkas(String bareKey) {
        return KAFKA.stream().anyMatch(bareKey::startsWith);
    }

    private boolean holdsSecret(String value) {
        return values.get().stream().anyMatch(value::contains);
    }

    private static Set<String> secretsOf(ConfigurableEnvironment environment) {
        Set<String> secrets = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> known) {
                for (String name : known.getPropertyNames()) {
                    if (isSecret(name)) {
                        add(environment, name, secrets);
                    }
                }
            }
        }
        return secrets;
    }

    private static void add(ConfigurableEnvironment environment, String name, Set<String> secrets) {
        String value;
        try {
            value = environment.getProperty(name);
        } catch (IllegalArgumentException e) {
            // A placeholder that stands for nothing: then there is no secret either.
            return;
        }
        if (value == null) {
            return;
        }
        addIfLong(value, secrets);
        Matcher parts = IN_JAAS.matcher(value);
        while (parts.find()) {
            addIfLong(parts.group(1), secrets);
        }
    }

    private static void addIfLong(String value, Set<String> secrets) {
        if (value.length() >= SHORTEST) {
            secrets.add(value);
        }
    }
}
