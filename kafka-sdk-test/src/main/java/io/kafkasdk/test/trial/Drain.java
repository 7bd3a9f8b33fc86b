package io.kafkasdk.test.trial;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks whether the group has committed all that the topic holds. */
record Drain(Admin admin, TrialTopics topics, int partitions) {

    /** Returns the partitions that are behind, in words; empty when none is. */
    List<String> behind() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topics.source(), partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<Integer, Long> ends = new TreeMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(latest).all().get().entrySet()) {
            ends.put(end.getKey().partition(), end.getValue().offset());
        }
        Map<TopicPartition, OffsetAndMetadata> commits = admin.listConsumerGroupOffsets(topics.group())
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .filter(end -> committed(commits, end.getKey()) < end.getValue())
                .map(end -> topics.source() + "-" + end.getKey() + " is committed up to "
                        + committed(commits, end.getKey()) + " of " + end.getValue())
                .toList();
    }

    private long committed(Map<TopicPartition, OffsetAndMetadata> commits, int partition) {
        @Nullable OffsetAndMetadata commit = commits.get(new TopicPartition(topics.source(), partition));
        return commit == null ? 0 : Objects.requireNonNull(commit).offset();
    }
}
