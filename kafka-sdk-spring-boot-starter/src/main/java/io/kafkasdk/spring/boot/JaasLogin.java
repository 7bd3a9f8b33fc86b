package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.SecuritySettings.Mechanism;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.springframework.util.StringUtils;

/** Reads name and password out of a JAAS line by Kafka's own parser, so that quotes and escapes mean the same. */
final class JaasLogin {

    static final String USERNAME = "username";
    static final String PASSWORD = "password";

    private JaasLogin() {}

    /** What is wrong with a line; quotes nothing of it, and neither does it keep Kafka's exception, which does. */
    static final class Unusable extends Exception {

        private final String rule;

        private Unusable(String rule) {
            super(rule);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }

    /** Returns the name and the password, both not empty. */
    static Map<String, String> parse(Mechanism mechanism, String line) throws Unusable {
        AppConfigurationEntry entry = entry(line);
        String module = (mechanism == Mechanism.PLAIN ? PlainLoginModule.class : ScramLoginModule.class).getName();
        if (!entry.getLoginModuleName().equals(module)) {
            throw new Unusable(
                    "with " + mechanism.kafkaName() + " only the login module " + module + " can be taken over");
        }
        Map<String, String> options = new HashMap<>();
        entry.getOptions().forEach((name, value) -> options.put(name, String.valueOf(value)));
        if (!options.keySet().stream().allMatch(List.of(USERNAME, PASSWORD)::contains)) {
            throw new Unusable("only the options username and password can be taken over");
        }
        if (!StringUtils.hasText(options.get(USERNAME)) || !StringUtils.hasLength(options.get(PASSWORD))) {
            throw new Unusable("must have the options username and password, both not empty");
        }
        return options;
    }

    private static AppConfigurationEntry entry(String line) throws Unusable {
        try {
            return JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(line)))
                    .configurationEntries()
                    .get(0);
        } catch (RuntimeException malformed) {
            throw new Unusable(
                    "Kafka cannot read it: a login module, the word required, options as name=\"value\", and a"
                            + " semicolon at the end are needed");
        }
    }
}
