package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Cluster;
import io.kafkasdk.spring.boot.KafkaSdkProperties.TopicRule;
import java.util.List;
import java.util.Objects;

/** Maps what a cluster's properties say about topics. */
final class TopicRulesMapping {

    private final String prefix;
    private final List<Violation> violations;

    TopicRulesMapping(String prefix, List<Violation> violations) {
        this.prefix = prefix;
        this.violations = violations;
    }

    /** Returns the rules; they are only good when no violation was added. */
    AcksRules map(Cluster cluster) {
        AcksRules rules = AcksRules.DEFAULT.withPolicy(Objects.requireNonNull(cluster.acksPolicy(), "acksPolicy"));
        int number = 0;
        for (TopicRule rule : cluster.topics()) {
            rules = with(rules, rule, prefix + "[" + number++ + "]");
        }
        return rules;
    }

    private AcksRules with(AcksRules rules, TopicRule rule, String name) {
        String pattern = rule.pattern();
        if (pattern == null || pattern.isBlank()) {
            violations.add(new Violation(
                    name + ".pattern", "not set", "says which topics are meant", "set it, for example to metrics-*"));
            return rules;
        }
        if (rule.acksPolicy() == null && rule.durability() == null) {
            violations.add(new Violation(
                    name,
                    "'" + pattern + "'",
                    "changes nothing",
                    "set acks-policy or durability beside the pattern, or remove it"));
        }
        AcksRules more = rule.acksPolicy() == null ? rules : rules.withTopics(pattern, rule.acksPolicy());
        return rule.durability() == null ? more : more.withDurability(pattern, rule.durability());
    }
}
