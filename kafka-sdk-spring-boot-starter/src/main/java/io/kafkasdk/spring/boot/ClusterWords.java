package io.kafkasdk.spring.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in the names of properties what the core says in the names of its API: somebody who wrote a YAML file has never seen
 * {@code ClusterSettings}.
 */
final class ClusterWords {

    private static final Pattern ALIAS = Pattern.compile("cluster '([^']+)'");
    private static final String SECURITY = "ClusterSettings.security(...)";

    private final Map<String, String> words = new LinkedHashMap<>();

    /**
     * Speaks of one cluster.
     *
     * @param alias its name
     */
    ClusterWords(String alias) {
        String prefix = ClusterNames.prefixOf(alias);
        String security = prefix + ".security";
        // Longest first: each is found before what it begins with.
        words.put("the trustStore of the Tls in " + SECURITY, security + ".tls.trust-store");
        words.put("the keyStore of the Tls in " + SECURITY, security + ".tls.key-store");
        words.put("the Sasl of " + SECURITY, security + ".sasl");
        words.put(
                "ClusterSettings.security(new SecuritySettings.Sasl(...))",
                security + ".protocol=sasl-plaintext or sasl-ssl and " + security + ".sasl");
        words.put(SECURITY + " with Sasl with its tls part", security + ".protocol=sasl-ssl");
        words.put(SECURITY + " with Tls", security + ".protocol=ssl");
        words.put("ClusterSettings.security", security);
        words.put("ClusterSettings.of(...)", prefix + ".bootstrap-servers");
        words.put("ClusterSettings.bootstrapServers", prefix + ".bootstrap-servers");
        words.put("bootstrapServers", prefix + ".bootstrap-servers");
        words.put("no trustStore is set", "no " + security + ".tls.trust-store is set");
        words.put(security + "(...)", security);
    }

    /** Returns words for the cluster that a text names; for the main one where it names none. */
    static ClusterWords forClusterIn(String text) {
        Matcher alias = ALIAS.matcher(text);
        return new ClusterWords(alias.find() ? Objects.requireNonNull(alias.group(1)) : PropertiesMapping.MAIN);
    }

    /** Returns the text in the names of properties. */
    String of(String text) {
        String said = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            said = said.replace(word.getKey(), word.getValue());
        }
        return said;
    }
}
