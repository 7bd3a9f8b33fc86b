package io.kafkasdk.acks;

import io.kafkasdk.acks.AcksVerdict.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the guard does about each verdict: one policy per kind of verdict, and exceptions for topics by name.
 *
 * <pre>{@code
 * AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL).withTopics("metrics-*", AcksPolicy.OBSERVE)
 * }</pre>
 *
 * <p>{@link Kind#SAFE} is never refused, and warned about only when it takes no acks=all writes right now, unless
 * {@link AcksPolicy#OBSERVE} was chosen for it. Under {@link AcksPolicy#FAIL} a {@link Kind#UNKNOWN} topic is
 * refused only when the cluster itself said so: the topic does not exist, or a right is missing. A cluster that does not
 * answer refuses nothing, so that an application can start during an outage; its topics are looked at again every
 * minute.
 *
 * @param policies the policy of each kind; a kind without one takes {@link AcksPolicy#WARN}
 * @param topics exceptions by topic name; the first that matches wins over {@code policies}
 * @param durabilities how much an acknowledgement is worth, by topic name; the first that matches wins, a topic without
 *     one takes {@link Durability#ALL}
 */
public record AcksRules(Map<Kind, AcksPolicy> policies, List<TopicPolicy> topics, List<TopicDurability> durabilities) {

    /** WARN for everything that is not safe, FAIL for what can never be written. */
    public static final AcksRules DEFAULT =
            new AcksRules(Map.of(Kind.UNWRITABLE, AcksPolicy.FAIL), List.of(), List.of());

    /** Copies map and lists. */
    public AcksRules {
        Map<Kind, AcksPolicy> copy = new EnumMap<>(Kind.class);
        copy.putAll(policies);
        policies = Collections.unmodifiableMap(copy);
        topics = List.copyOf(topics);
        durabilities = List.copyOf(durabilities);
    }

    /**
     * The policy for topics of a certain name, whatever their verdict.
     *
     * @param pattern a topic name in which {@code *} stands for any run of characters and {@code ?} for one
     * @param policy the policy for them
     */
    public record TopicPolicy(String pattern, AcksPolicy policy) {

        boolean matches(String topic) {
            return TopicGlob.matches(pattern, topic);
        }
    }

    /**
     * The durability of topics of a certain name, whatever their verdict.
     *
     * @param pattern a topic name in which {@code *} stands for any run of characters and {@code ?} for one
     * @param durability how much an acknowledgement of them is worth
     */
    public record TopicDurability(String pattern, Durability durability) {

        boolean matches(String topic) {
            return TopicGlob.matches(pattern, topic);
        }
    }

    /**
     * Returns a copy with this policy for every verdict, except {@link Kind#UNWRITABLE}: such a topic keeps its own, see
     * {@link #withPolicy(Kind, AcksPolicy)}.
     *
     * @param policy the new policy
     */
    public AcksRules withPolicy(AcksPolicy policy) {
        AcksRules rules = this;
        for (Kind kind : Kind.values()) {
            rules = kind == Kind.UNWRITABLE ? rules : rules.withPolicy(kind, policy);
        }
        return rules;
    }

    /**
     * Returns a copy with this policy for one kind of verdict.
     *
     * @param kind the kind of verdict
     * @param policy its new policy
     */
    public AcksRules withPolicy(Kind kind, AcksPolicy policy) {
        Map<Kind, AcksPolicy> changed = new EnumMap<>(Kind.class);
        changed.putAll(policies);
        changed.put(kind, policy);
        return new AcksRules(changed, topics, durabilities);
    }

    /**
     * Returns a copy with one more exception by topic name, after those there are.
     *
     * @param pattern a topic name in which {@code *} stands for any run of characters and {@code ?} for one
     * @param policy the policy for these topics, whatever their verdict
     */
    public AcksRules withTopics(String pattern, AcksPolicy policy) {
        List<TopicPolicy> more = new ArrayList<>(topics);
        more.add(new TopicPolicy(pattern, policy));
        return new AcksRules(policies, more, durabilities);
    }

    /**
     * Returns a copy with one more durability by topic name, after those there are.
     *
     * @param pattern a topic name in which {@code *} stands for any run of characters and {@code ?} for one
     * @param durability {@link Durability#LEADER} for topics whose records may be lost, such as logs and measurements
     */
    public AcksRules withDurability(String pattern, Durability durability) {
        List<TopicDurability> more = new ArrayList<>(durabilities);
        more.add(new TopicDurability(pattern, durability));
        return new AcksRules(policies, topics, more);
    }

    /** Returns whether any topic may be written with {@link Durability#LEADER} under these rules. */
    public boolean allowLeaderAcks() {
        return policies.containsValue(AcksPolicy.LEADER_ACK)
                || topics.stream().anyMatch(override -> override.policy() == AcksPolicy.LEADER_ACK)
                || durabilities.stream().anyMatch(choice -> choice.durability() == Durability.LEADER);
    }

    /**
     * Returns how a topic of this name is written whatever its verdict is.
     *
     * @param topic the topic
     */
    public Durability declaredFor(String topic) {
        return choiceFor(topic).orElse(Durability.ALL);
    }

    private Optional<Durability> choiceFor(String topic) {
        return durabilities.stream()
                .filter(choice -> choice.matches(topic))
                .findFirst()
                .map(TopicDurability::durability);
    }

    /**
     * Returns how a topic is written: as declared for its name, else by the policy for its verdict. A topic declared
     * {@link Durability#ALL} is never weakened by {@link AcksPolicy#LEADER_ACK}, and neither is one whose verdict is
     * {@link Kind#UNKNOWN}.
     *
     * @param verdict what the guard found
     */
    public Durability durabilityFor(AcksVerdict verdict) {
        boolean led = policyFor(verdict) == AcksPolicy.LEADER_ACK && verdict.kind() != Kind.UNKNOWN;
        return choiceFor(verdict.topic()).orElse(led ? Durability.LEADER : Durability.ALL);
    }

    /**
     * Returns what to do about a verdict; OBSERVE for a safe topic.
     *
     * @param verdict what the guard found
     */
    public AcksPolicy policyFor(AcksVerdict verdict) {
        return verdict.kind() == Kind.SAFE ? AcksPolicy.OBSERVE : chosenFor(verdict);
    }

    /** Returns what was chosen for such a verdict, by kind or by name; for a safe topic too, which may stop all the same. */
    AcksPolicy chosenFor(AcksVerdict verdict) {
        return topics.stream()
                .filter(override -> override.matches(verdict.topic()))
                .findFirst()
                .map(TopicPolicy::policy)
                .orElseGet(() -> policies.getOrDefault(verdict.kind(), AcksPolicy.WARN));
    }
}
