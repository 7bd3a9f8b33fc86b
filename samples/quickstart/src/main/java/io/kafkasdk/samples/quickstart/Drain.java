package io.kafkasdk.samples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Waits until every send has its outcome and the consumer has handled the logs to their ends, asked of the brokers. */
final class Drain {

    private static final int CALL_SECONDS = 5;
    private static final Duration OUTCOME_LIMIT = Duration.ofSeconds(125);
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(30);

    private final Admin admin;
    private final List<Channel> channels;
    private final QuakeReader reader;

    Drain(Admin admin, List<Channel> channels, QuakeReader reader) {
        this.admin = admin;
        this.channels = List.copyOf(channels);
        this.reader = reader;
    }

    /** Returns false when some sends had no outcome long after their delivery timeout. */
    boolean awaitOutcomes() throws InterruptedException {
        return Waiting.until(
                OUTCOME_LIMIT,
                () -> channels.stream()
                        .allMatch(channel -> channel.ledger().counts().open() == 0));
    }

    /** Returns false when the consumer stood still before the end. A loss is waited for, in case it is none. */
    boolean awaitEnds() throws InterruptedException {
        int consumed = -1;
        while (consumed < sum(Ledger.Counts::consumed)) {
            consumed = sum(Ledger.Counts::consumed);
            int before = consumed;
            boolean moved = Waiting.until(QUIET_LIMIT, () -> sum(Ledger.Counts::consumed) > before || allDone());
            if (moved && allDone()) {
                return true;
            }
        }
        return atEnds();
    }

    private int sum(ToIntFunction<Ledger.Counts> count) {
        return channels.stream()
                .mapToInt(channel -> count.applyAsInt(channel.ledger().counts()))
                .sum();
    }

    private boolean allDone() throws InterruptedException {
        return sum(Ledger.Counts::lost) == 0 && atEnds();
    }

    private boolean atEnds() throws InterruptedException {
        try {
            List<TopicPartition> partitions = partitions();
            List<Long> starts = offsets(partitions, OffsetSpec.earliest());
            List<Long> ends = offsets(partitions, OffsetSpec.latest());
            for (int i = 0; i < partitions.size(); i++) {
                boolean empty = starts.get(i).equals(ends.get(i));
                if (!empty && reader.position(partitions.get(i)) < ends.get(i)) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        List<String> topics = channels.stream().map(Channel::topic).toList();
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic : admin.describeTopics(topics)
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                partitions.add(new TopicPartition(topic.name(), partition.partition()));
            }
        }
        return partitions;
    }

    /** Returns an offset for each partition, in their order. */
    private List<Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        ListOffsetsResult answer = admin.listOffsets(wanted);
        List<Long> offsets = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            offsets.add(answer.partitionResult(partition)
                    .get(CALL_SECONDS, TimeUnit.SECONDS)
                    .offset());
        }
        return offsets;
    }
}
