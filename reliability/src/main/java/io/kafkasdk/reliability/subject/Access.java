package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How a subject reaches the brokers and who it is to them: for the SDK and for the plain client the same. */
final class Access {

    private Access() {}

    static ClusterSettings ofSdk(SubjectSpec spec) {
        ClusterSettings cluster =
                ClusterSettings.of(spec.text(Setting.BOOTSTRAP).split(","));
        return isPlaintext(spec) ? cluster : cluster.security(sasl(spec));
    }

    private static SecuritySettings sasl(SubjectSpec spec) {
        SecuritySettings.Tls tls = null;
        if (spec.text(Setting.PROTOCOL).equals("SASL_SSL")) {
            tls = new SecuritySettings.Tls(
                    new SecuritySettings.Store(
                            Path.of(spec.text(Setting.TRUST_STORE)),
                            SecuritySettings.Format.PKCS12,
                            Secret.of(spec.text(Setting.TRUST_STORE_PASSWORD))),
                    null);
        }
        SecuritySettings.Mechanism mechanism = Arrays.stream(SecuritySettings.Mechanism.values())
                .filter(known -> known.kafkaName().equals(spec.text(Setting.MECHANISM)))
                .findAny()
                .orElseThrow();
        return new SecuritySettings.Sasl(
                mechanism, spec.text(Setting.USER), Secret.of(spec.text(Setting.PASSWORD)), tls);
    }

    static Map<String, Object> ofPlain(SubjectSpec spec) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", spec.text(Setting.BOOTSTRAP));
        config.put("client.id", spec.member());
        if (isPlaintext(spec)) {
            return config;
        }
        config.put("security.protocol", spec.text(Setting.PROTOCOL));
        String mechanism = spec.text(Setting.MECHANISM);
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        config.put("sasl.mechanism", mechanism);
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"" + escaped(spec, Setting.USER)
                        + "\" password=\"" + escaped(spec, Setting.PASSWORD) + "\";");
        if (spec.text(Setting.PROTOCOL).equals("SASL_SSL")) {
            config.put("ssl.truststore.type", "PKCS12");
            config.put("ssl.truststore.location", spec.text(Setting.TRUST_STORE));
            config.put("ssl.truststore.password", spec.text(Setting.TRUST_STORE_PASSWORD));
        }
        return config;
    }

    private static String escaped(SubjectSpec spec, Setting key) {
        return spec.text(key).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static boolean isPlaintext(SubjectSpec spec) {
        return spec.text(Setting.PROTOCOL).equals("PLAINTEXT");
    }
}
