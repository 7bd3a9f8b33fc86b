package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Claim;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Skip;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a library counted of itself is what the ledger has for that life of a producer or that member.
 *
 * <p>Claims of a producer: {@link #SENT}, {@link #ACKED}, {@link #REJECTED}, {@link #UNKNOWN}. Of a member:
 * {@link #ATTEMPTS}, {@link #HANDLED}, {@link #FAILED}, {@link #SKIPPED}, {@link #DEAD_LETTERED}. What ends
 * in {@code -micros} is a measurement and no count. Another name is a violation, because nobody judges it.
 *
 * <p><b>Excused</b>: a life without claims, because it was killed. The ledger has dead letters for a whole group only: the
 * claims of its members together must not be more than those in the topic, and not less when each member made one.
 *
 * @param duties the groups whose dead letters are compared
 */
public record CountsAgree(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Records that the producer was given. */
    public static final String SENT = "sent";
    /** Records acknowledged. */
    public static final String ACKED = "acked";
    /** Records that are certainly not in the log. */
    public static final String REJECTED = "rejected";
    /** Records of which the producer was told that it is not known. */
    public static final String UNKNOWN = "unknown";
    /** Attempts begun. */
    public static final String ATTEMPTS = "attempts";
    /** Attempts that did all. */
    public static final String HANDLED = "handled";
    /** Attempts that failed. */
    public static final String FAILED = "failed";
    /** Offsets told as skipped. */
    public static final String SKIPPED = "skipped";
    /** Records put into the dead letter topic. */
    public static final String DEAD_LETTERED = "dead-lettered";

    private static final String MICROS = "-micros";
    private static final Set<String> OF_PRODUCERS = Set.of(SENT, ACKED, REJECTED, UNKNOWN);
    private static final Set<String> OF_MEMBERS = Set.of(ATTEMPTS, HANDLED, FAILED, SKIPPED);

    /** Copies the list. */
    public CountsAgree {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public CountsAgree(GroupDuty... duties) {
        this(List.of(duties));
    }

    private record Count(String who, String what) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Map<Count, Long> counted = counted(evidence);
        for (Claim claim : evidence.claims()) {
            boolean isOfMember = claim.who().contains("/");
            if (claim.what().endsWith(MICROS)) {
                continue;
            }
            findings.examined();
            if (isOfMember && claim.what().equals(DEAD_LETTERED)) {
                continue;
            }
            if (!(isOfMember ? OF_MEMBERS : OF_PRODUCERS).contains(claim.what())) {
                findings.violation(claim.who() + " claims a count of '" + claim.what()
                        + "', which the ledger does not have; it has " + (isOfMember ? OF_MEMBERS : OF_PRODUCERS));
                continue;
            }
            long ledger = counted.getOrDefault(new Count(claim.who(), claim.what()), 0L);
            if (ledger != claim.count()) {
                findings.violation(
                        claim.who() + " counted " + claim.count() + " " + claim.what() + ", the ledger has " + ledger);
            }
        }
        duties.forEach(duty -> deadLetters(evidence, duty, findings));
        return findings.result();
    }

    private static Map<Count, Long> counted(Evidence evidence) {
        Map<Count, Long> counted = new HashMap<>();
        for (Sent sent : evidence.sent().values()) {
            String who = sent.stamp().id().producer() + "." + sent.stamp().id().life();
            add(counted, who, SENT, 1);
            switch (sent.outcome()) {
                case ACKED -> add(counted, who, ACKED, 1);
                case REJECTED -> add(counted, who, REJECTED, 1);
                case UNKNOWN -> add(counted, who, UNKNOWN, sent.told() > 0 ? 1 : 0);
            }
        }
        for (Handling handling : evidence.handlings()) {
            String who = handling.group() + "/" + handling.member();
            add(counted, who, ATTEMPTS, 1);
            switch (handling.end()) {
                case DONE -> add(counted, who, HANDLED, 1);
                case FAILED -> add(counted, who, FAILED, 1);
                case CUT -> {}
            }
        }
        for (Skip skip : evidence.skips()) {
            add(counted, skip.group() + "/" + skip.member(), SKIPPED, skip.to() - skip.from());
        }
        return counted;
    }

    private static void add(Map<Count, Long> counted, String who, String what, long more) {
        counted.merge(new Count(who, what), more, Long::sum);
    }

    private static void deadLetters(Evidence evidence, GroupDuty duty, Findings findings) {
        if (duty.deadLetterTopic().isEmpty()) {
            return;
        }
        String topic = duty.deadLetterTopic().get();
        Set<String> silent = new HashSet<>();
        evidence.handlings().stream()
                .filter(handling -> handling.group().equals(duty.group()))
                .forEach(handling -> silent.add(handling.group() + "/" + handling.member()));
        long claimed = 0;
        boolean isClaimed = false;
        for (Claim claim : evidence.claims()) {
            if (claim.who().startsWith(duty.group() + "/") && claim.what().equals(DEAD_LETTERED)) {
                isClaimed = true;
                claimed += claim.count();
                silent.remove(claim.who());
            }
        }
        long found = evidence.logs().stream()
                .filter(logged -> logged.partition().topic().equals(topic))
                .count();
        if (isClaimed && (claimed > found || (claimed < found && silent.isEmpty()))) {
            findings.violation("The members of group " + duty.group() + " counted " + claimed
                    + " dead letters together, " + topic + " has " + found);
        }
    }
}
