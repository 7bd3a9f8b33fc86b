package io.kafkasdk.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions of a group are worth series of their own: those with the largest time lag. One that is chosen stays until
 * another one is clearly worse, so that series do not come and go with every wave.
 */
final class TopPartitions {

    static final int MOST = 5;

    /** A newcomer must be half as old again as the one that it replaces, and older by so much. */
    private static final double MARGIN_SECONDS = 10;

    private static final double MARGIN_FACTOR = 1.5;

    private TopPartitions() {}

    /**
     * Chooses.
     *
     * @param chosen the present choice
     * @param lagSeconds the time lag of all owned partitions, NaN where it is not known
     */
    static Set<TopicPartition> choose(Set<TopicPartition> chosen, Map<TopicPartition, Double> lagSeconds) {
        Comparator<TopicPartition> worstFirst = Comparator.comparing(
                        (TopicPartition partition) -> seconds(lagSeconds, partition))
                .reversed()
                .thenComparing(TopicPartition::topic)
                .thenComparing(TopicPartition::partition);
        List<TopicPartition> kept = new ArrayList<>(chosen);
        kept.retainAll(lagSeconds.keySet());
        List<TopicPartition> others = new ArrayList<>(lagSeconds.keySet());
        others.removeAll(new HashSet<>(kept));
        others.sort(worstFirst);
        for (TopicPartition other : others) {
            kept.sort(worstFirst);
            if (kept.size() < MOST) {
                kept.add(other);
            } else if (isClearlyWorse(seconds(lagSeconds, other), seconds(lagSeconds, kept.get(MOST - 1)))) {
                kept.set(MOST - 1, other);
            } else {
                break;
            }
        }
        return new HashSet<>(kept);
    }

    private static boolean isClearlyWorse(double newcomer, double present) {
        return newcomer > present + MARGIN_SECONDS && newcomer > present * MARGIN_FACTOR;
    }

    /** What is not known competes last: it may be nothing. */
    private static double seconds(Map<TopicPartition, Double> lagSeconds, TopicPartition partition) {
        double known = lagSeconds.getOrDefault(partition, Double.NaN);
        return Double.isNaN(known) ? -1 : known;
    }
}
