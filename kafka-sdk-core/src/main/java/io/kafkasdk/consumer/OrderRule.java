package io.kafkasdk.consumer;

import io.kafkasdk.settings.Ordering;
import java.util.Arrays;
import org.apache.kafka.common.TopicPartition;

/**
 * Which lane a record goes into, and which records wait for one another: a mode of the consumer, chosen once.
 *
 * <p><b>Threads:</b> {@link #laneOf} is for the poll thread, {@link #isOrdered} for any.
 */
interface OrderRule {

    /** Returns the number of the record's lane; any number, the lanes take it modulo their count. */
    int laneOf(Work work);

    /** Returns whether the second record must wait for the first one. */
    boolean isOrdered(Work first, Work second);

    /** Makes the rule of an ordering. */
    static OrderRule of(Ordering ordering) {
        return switch (ordering) {
            case KEY -> new ByKey();
            case PARTITION -> new ByPartition();
            case NONE -> new Unordered();
        };
    }

    /** One key at a time. Two keys may share a lane by chance: that costs parallelism, never order. */
    final class ByKey implements OrderRule {

        @Override
        public int laneOf(Work work) {
            byte[] key = work.record().key();
            TopicPartition partition = work.owner().partition();
            return key == null
                    ? spread(Long.hashCode(work.record().offset()) + 31 * partition.hashCode())
                    : laneOf(partition, key);
        }

        static int laneOf(TopicPartition partition, byte[] key) {
            return spread(Arrays.hashCode(key) + 31 * partition.hashCode());
        }

        @Override
        public boolean isOrdered(Work first, Work second) {
            return first.hasKeyOf(second);
        }

        /** The finalizer of MurmurHash3: a sum over few letters has most of its lower bits alike. */
        private static int spread(int hash) {
            int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
            mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
            return mixed ^ (mixed >>> 16);
        }
    }

    /** One record of a partition at a time. Neighbouring partitions have neighbouring hashes, so they rarely share a lane. */
    final class ByPartition implements OrderRule {

        @Override
        public int laneOf(Work work) {
            return work.owner().partition().hashCode();
        }

        @Override
        public boolean isOrdered(Work first, Work second) {
            return first.owner().partition().equals(second.owner().partition());
        }
    }

    /** All at a time. */
    final class Unordered implements OrderRule {

        private int next;

        @Override
        public int laneOf(Work work) {
            return next++;
        }

        @Override
        public boolean isOrdered(Work first, Work second) {
            return first == second;
        }
    }
}
