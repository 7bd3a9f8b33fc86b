package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.Violation;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * Says in the words of properties what the core says in those of Java: names of settings, and durations, which it writes
 * as {@code PT2M} and properties as {@code 2m}.
 */
final class PropertyWords {

    private static final Pattern DURATION = Pattern.compile("\\bPT-?\\d[\\dHMS.-]*[HMS]\\b");

    private PropertyWords() {}

    private static Map<String, String> cures(String cluster) {
        Map<String, String> cures = new LinkedHashMap<>();
        cures.put("ClusterSettings.of(...)", cluster + ".bootstrap-servers");
        cures.put("ClusterSettings.security(...)", cluster + ".security");
        cures.put(
                "AcksRules.withDurability(pattern, Durability.LEADER)",
                cluster + ".topics[].pattern and " + cluster + ".topics[].durability=leader");
        cures.put("ProducerSettings.named(...)", "key-serializer and value-serializer of the producer");
        cures.put("maxBlock(...)", "max-block");
        cures.put("deliveryTimeout(...)", "delivery-timeout");
        return cures;
    }

    /**
     * Returns the same about a property.
     *
     * @param cluster the alias of the cluster that is meant
     */
    static Violation of(Violation found, String property, String cluster) {
        String cure = found.cure();
        for (Map.Entry<String, String> words :
                cures(ClusterNames.prefixOf(cluster)).entrySet()) {
            cure = cure.replace(words.getKey(), words.getValue());
        }
        return new Violation(property, simple(found.value()), simple(found.rule()), cure);
    }

    private static String simple(String text) {
        return DURATION.matcher(text).replaceAll(found -> simple(Duration.parse(found.group())));
    }

    private static String simple(Duration duration) {
        for (ChronoUnit unit : new ChronoUnit[] {ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS}) {
            if (!duration.isZero()
                    && duration.equals(unit.getDuration().multipliedBy(duration.dividedBy(unit.getDuration())))) {
                return DurationStyle.SIMPLE.print(duration, unit);
            }
        }
        return DurationStyle.SIMPLE.print(duration, ChronoUnit.MILLIS);
    }
}
