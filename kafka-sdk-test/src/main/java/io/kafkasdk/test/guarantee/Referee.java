package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a test by a list of checks.
 *
 * <pre>{@code
 * Referee.of(new GroupDuty("billing", Set.of("orders"), Optional.of("orders.billing.dead")))
 *         .with(new TextsTell(Set.of("secret"), Set.of("SendRejectedException")))
 *         .judge(evidence)
 *         .orFail();
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 */
public final class Referee {

    private final List<GuaranteeCheck> checks;

    private Referee(List<GuaranteeCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** A referee with these checks only. */
    public static Referee of(Collection<? extends GuaranteeCheck> checks) {
        return new Referee(List.copyOf(checks));
    }

    /**
     * The checks that need nothing but the evidence: nothing lost, no phantoms, no duplicates in the logs, right place, one
     * outcome, order of sends, order and no overlap for each key, safe commits, bounded redelivery, one terminal fate, skips
     * told, counts that agree. Its dead letter topics are those of the duties.
     *
     * <p>Add {@link ProgressDuringFault}, {@link TextsTell} and {@link NothingLeaks} with your bounds. Put another
     * {@link RightPlace} in place of its own when partitions were added to a topic.
     */
    public static Referee of(GroupDuty... duties) {
        List<GroupDuty> all = List.of(duties);
        Set<String> deadLetterTopics = all.stream()
                .map(GroupDuty::deadLetterTopic)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return new Referee(List.of(
                new NothingLost(all),
                new NoPhantoms(),
                new NoDuplicatesInLog(deadLetterTopics),
                new RightPlace(deadLetterTopics, Set.of()),
                new OneOutcome(),
                new SendOrder(),
                new OrderPerKey(all),
                new NoOverlapPerKey(all),
                new CommitSafety(all),
                new DuplicatesBounded(all),
                new OneTerminalFate(all),
                new SkipsTold(all),
                new CountsAgree(all)));
    }

    /** A referee that makes this check too; it takes the place of one of the same name. */
    public Referee with(GuaranteeCheck check) {
        List<GuaranteeCheck> more = new ArrayList<>(without(check.name()).checks);
        more.add(check);
        return new Referee(more);
    }

    /** A referee that does not make the check of this name. */
    public Referee without(String name) {
        return new Referee(
                checks.stream().filter(check -> !check.name().equals(name)).toList());
    }

    /** Makes all checks, one after the other; takes seconds for a million records. */
    public Judgement judge(Evidence evidence) {
        return new Judgement(checks.stream().map(check -> check.check(evidence)).toList());
    }
}
