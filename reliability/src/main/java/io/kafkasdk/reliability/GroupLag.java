package io.kafkasdk.reliability;

import io.kafkasdk.test.guarantee.GroupDuty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the commits of the groups are behind the ends of their topics, as the brokers tell it. */
final class GroupLag {

    private static final long LIMIT_SECONDS = 5;

    private final Admin admin;
    private final Collection<GroupDuty> duties;

    GroupLag(Admin admin, Collection<GroupDuty> duties) {
        this.admin = admin;
        this.duties = duties;
    }

    /** What one group has not done of one partition. */
    record Behind(String group, TopicPartition partition, long records) {
        @Override
        public String toString() {
            return group + " is " + records + " records behind on " + partition;
        }
    }

    /**
     * Asks the brokers; blocks some milliseconds, at most some seconds a group.
     *
     * @throws TimeoutException when they do not answer
     * @throws ExecutionException when they cannot tell
     */
    List<Behind> ask() throws InterruptedException, ExecutionException, TimeoutException {
        List<Behind> behind = new ArrayList<>();
        for (GroupDuty duty : duties) {
            Map<TopicPartition, OffsetAndMetadata> commits = admin.listConsumerGroupOffsets(duty.group())
                    .partitionsToOffsetAndMetadata()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<TopicPartition> partitions = partitions(duty);
            Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata commit = commits.get(partition);
                long begin = begins.getOrDefault(partition, 0L);
                long done = commit == null ? begin : Math.max(begin, commit.offset());
                long lag = ends.getOrDefault(partition, 0L) - done;
                if (lag > 0) {
                    behind.add(new Behind(duty.group(), partition, lag));
                }
            }
        }
        return behind;
    }

    private List<TopicPartition> partitions(GroupDuty duty)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic : admin.describeTopics(duty.topics())
                .allTopicNames()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .values()) {
            topic.partitions().forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> answer : admin.listOffsets(question)
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .entrySet()) {
            offsets.put(answer.getKey(), answer.getValue().offset());
        }
        return offsets;
    }
}
