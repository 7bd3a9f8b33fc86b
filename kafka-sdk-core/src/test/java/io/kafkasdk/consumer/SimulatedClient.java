package io.kafkasdk.consumer;

import io.kafkasdk.consumer.SimulatedGroup.Request;
import io.kafkasdk.consumer.SimulatedLog.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The Kafka client of a simulated member: what the engine uses of one, each call answered by group, log and dice. */
final class SimulatedClient extends MockConsumer<byte[], byte[]> {

    private static final CommitFailedException REJECTED = new CommitFailedException("rejected");
    private static final TimeoutException NO_ANSWER = new TimeoutException("no answer");

    private final SimulatedWorld world;
    private final SimulatedMember member;
    private final Map<TopicPartition, Tenure> tenures = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private final Set<TopicPartition> paused = new LinkedHashSet<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private @Nullable ConsumerRebalanceListener listener;
    private boolean isAssigning;
    private boolean woken;
    private boolean syncFailed;
    private boolean syncWoken;

    /** A commit without an answer yet. */
    private record Pending(Request request, OffsetCommitCallback callback) {}

    SimulatedClient(SimulatedWorld world, SimulatedMember member) {
        super("none");
        this.world = world;
        this.member = member;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener rebalances) {
        listener = rebalances;
        world.group().join(this);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return new LinkedHashSet<>(positions.keySet());
    }

    @Override
    public Set<TopicPartition> paused() {
        return new LinkedHashSet<>(paused);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        checkOwned(partitions);
        paused.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        checkOwned(partitions);
        paused.removeAll(world.wiring().resumes(partitions));
    }

    private void checkOwned(Collection<TopicPartition> partitions) {
        if (!positions.keySet().containsAll(partitions)) {
            throw new IllegalStateException("No current assignment for one of " + partitions);
        }
    }

    @Override
    public void wakeup() {
        woken = true;
    }

    private void throwIfWoken() {
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        throwIfWoken();
        answer(world.rates().late());
        if (world.group().epoch(this) == 0) {
            loseAll();
        }
        List<TopicPartition> leaving = world.group().toRevoke(this);
        if (!leaving.isEmpty()) {
            revoke(leaving);
        }
        List<TopicPartition> coming =
                world.group().epoch(this) == 0 ? List.of() : world.group().assign(this);
        if (!coming.isEmpty()) {
            assigned(coming);
        }
        return fetch();
    }

    private ConsumerRebalanceListener listener() {
        return Objects.requireNonNull(listener, "not subscribed");
    }

    private void loseAll() {
        List<TopicPartition> lost = List.copyOf(positions.keySet());
        world.trace().add(() -> "  " + member + " has lost " + lost);
        lost.forEach(partition -> tenure(partition).ends());
        forget(lost);
        world.whileWaiting(member, () -> listener().onPartitionsLost(lost));
        world.group().join(this);
    }

    private void revoke(List<TopicPartition> leaving) {
        world.trace().add(() -> "  " + member + " gives back " + leaving);
        leaving.forEach(partition -> tenure(partition).leaves());
        syncFailed = false;
        syncWoken = false;
        world.whileWaiting(member, () -> listener().onPartitionsRevoked(leaving));
        boolean isOrderly = !hasSyncFailed() && world.group().epoch(this) != 0;
        for (TopicPartition partition : leaving) {
            if (isOrderly) {
                world.commits().checkCommitted(tenure(partition));
            }
            tenure(partition).ends();
        }
        forget(leaving);
        if (world.group().epoch(this) != 0) {
            world.group().released(this, leaving);
        }
    }

    private void assigned(List<TopicPartition> coming) {
        for (TopicPartition partition : coming) {
            world.trace().add(() -> "  " + member + " gets " + partition);
            begin(partition, 0);
        }
        isAssigning = true;
        listener().onPartitionsAssigned(coming);
        isAssigning = false;
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        throwIfWoken();
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata commit = world.group().committed(partition.partition());
            if (commit != null) {
                commits.put(partition, world.wiring().remembered(commit));
            }
        }
        return commits;
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        partitions.forEach(partition -> beginnings.put(partition, 0L));
        return beginnings;
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        seek(partition, offset.offset());
    }

    /** Where a seek goes to is where the assignment begins, unless it is only to have some position. */
    @Override
    public void seek(TopicPartition partition, long offset) {
        checkOwned(List.of(partition));
        if (!isAssigning) {
            begin(partition, offset);
            world.trace().add(() -> "  " + member + " begins " + partition + " at " + offset);
        }
    }

    private void begin(TopicPartition partition, long start) {
        positions.put(partition, start);
        int number = partition.partition();
        tenures.put(partition, new Tenure(number, start, world.commits().durable(number)));
    }

    private void forget(List<TopicPartition> gone) {
        gone.forEach(positions::remove);
        gone.forEach(paused::remove);
    }

    /** Returns the present or the last assignment of a partition here. */
    Tenure tenure(TopicPartition partition) {
        Tenure tenure = tenures.get(partition);
        if (tenure == null) {
            throw new IllegalStateException(partition + " was never here");
        }
        return tenure;
    }

    /** Returns the assignments of now. */
    List<Tenure> tenures() {
        return positions.keySet().stream().map(this::tenure).toList();
    }

    private ConsumerRecords<byte[], byte[]> fetch() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        int room = world.dice().between(0, world.scenario().maxPollRecords());
        List<TopicPartition> order = new ArrayList<>(positions.keySet());
        for (int i = world.dice().below(order.size() + 1); !order.isEmpty() && i > 0; i--) {
            order.add(order.remove(0));
        }
        for (TopicPartition partition : order) {
            if (!paused.contains(partition)) {
                List<ConsumerRecord<byte[], byte[]>> batch = fetch(partition, room, next);
                room -= batch.size();
                if (!batch.isEmpty()) {
                    records.put(partition, batch);
                }
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    private List<ConsumerRecord<byte[], byte[]>> fetch(
            TopicPartition partition, int room, Map<TopicPartition, OffsetAndMetadata> next) {
        long position = positions.getOrDefault(partition, 0L);
        List<Entry> entries = world.log().entries(partition.partition());
        int from = world.log().indexAt(partition.partition(), position);
        int to = Math.min(entries.size(), from + room);
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        int epoch = 0;
        for (Entry entry : entries.subList(from, to)) {
            int number = world.model().fetched(member, tenure(partition), entry);
            batch.add(record(partition, entry, number));
            position = entry.offset() + 1;
            epoch = entry.leaderEpoch();
        }
        if (to == entries.size()) {
            position = world.log().end(partition.partition());
        }
        if (!Long.valueOf(position).equals(positions.put(partition, position))) {
            next.put(partition, new OffsetAndMetadata(position, Optional.of(epoch), ""));
            world.trace().add(() -> "  " + member + " fetches " + entries.subList(from, to));
        }
        return batch;
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, Entry entry, int number) {
        byte @Nullable [] key = entry.key() == null ? null : entry.key().getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                entry.offset(),
                0L,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                Integer.BYTES,
                key,
                ByteBuffer.allocate(Integer.BYTES).putInt(0, number).array(),
                new RecordHeaders(),
                Optional.of(entry.leaderEpoch()));
    }

    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        pending.add(new Pending(request(offsets), callback));
    }

    private Request request(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> sent = world.wiring().commits(offsets);
        world.trace().add(() -> "  " + member + " commits " + sent);
        Map<Integer, BitSet> truths =
                member.isDead() ? Map.of() : world.commits().sent(sent, tenures);
        return new Request(this, world.group().epoch(this), sent, truths);
    }

    /** Lets requests arrive and answers come back, in the order of the requests. */
    private void answer(int latePercent) {
        while (!pending.isEmpty() && !world.dice().chance(latePercent)) {
            Pending next = pending.remove();
            Exception error = send(next.request());
            next.callback().onComplete(next.request().offsets(), error);
        }
    }

    private @Nullable Exception send(Request request) {
        boolean fails = world.dice().chance(world.rates().commit());
        if (fails && world.dice().chance(50)) {
            world.trace().add(() -> "  commit of " + member + " did not arrive");
            return NO_ANSWER;
        }
        if (!world.group().accept(request)) {
            world.trace().add(() -> "  commit of " + member + " is rejected");
            return REJECTED;
        }
        world.trace().add(() -> "  commit of " + member + " is accepted" + (fails ? ", the answer lost" : ""));
        return fails ? NO_ANSWER : null;
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        syncWoken = woken;
        throwIfWoken();
        Request request = request(offsets);
        answer(0);
        Exception error = send(request);
        syncFailed |= error != null;
        if (error instanceof RuntimeException thrown) {
            throw thrown;
        }
    }

    /** Returns whether a commit that was waited for failed since the last revocation began or the drain. */
    boolean hasSyncFailed() {
        return syncFailed || syncWoken;
    }

    /** Takes it that the member drains. */
    void leaves() {
        syncFailed = false;
        syncWoken = false;
        tenures().forEach(Tenure::leaves);
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        checkOwned(List.of(partition));
        return positions.getOrDefault(partition, 0L);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return OptionalLong.empty();
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return IntStream.range(0, world.log().partitions())
                .mapToObj(number -> new PartitionInfo(topic, number, null, null, null))
                .toList();
    }

    @Override
    public void close(CloseOptions options) {
        tenures().forEach(Tenure::ends);
        world.group().expel(this);
    }
}
