package io.kafkasdk.consumer;

import io.kafkasdk.consumer.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What commits may and must say: exactly what is finished when they are sent. */
final class CommitModel {

    private final SimulatedLog log;
    private final ReferenceModel model;
    private final List<BitSet> durable = new ArrayList<>();

    CommitModel(SimulatedLog log, ReferenceModel model) {
        this.log = log;
        this.model = model;
        for (int partition = 0; partition < log.partitions(); partition++) {
            durable.add(new BitSet());
        }
    }

    /** Returns what accepted commits told is finished. */
    BitSet durable(int partition) {
        return (BitSet) durable.get(partition).clone();
    }

    /** Checks a commit that is sent, and returns what it must tell. */
    Map<Integer, BitSet> sent(Map<TopicPartition, OffsetAndMetadata> offsets, Map<TopicPartition, Tenure> tenures) {
        Map<Integer, BitSet> truths = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            Tenure tenure = tenures.get(partition);
            if (tenure == null || tenure.isOver()) {
                model.violated(Check.C2_COMMITTED_AFTER_LEAVING, partition + " " + offset.offset());
            } else {
                truths.put(partition.partition(), check(tenure, offset));
            }
        });
        return truths;
    }

    private BitSet check(Tenure tenure, OffsetAndMetadata commit) {
        BitSet truth = tenure.truth();
        int partition = tenure.partition();
        if (commit.offset() < tenure.start() || commit.offset() > log.end(partition)) {
            model.violated(Check.C1_COMMITTED_OUT_OF_RANGE, partition + "@" + commit.offset());
        }
        FinishedOffsets beyond = finishedBeyond(commit);
        if (beyond == null) {
            model.violated(Check.C9_METADATA_BROKEN, "'" + commit.metadata() + "'");
            return truth;
        }
        for (Entry entry : log.entries(partition)) {
            boolean told = entry.offset() < commit.offset() || beyond.contains(entry.offset());
            boolean isFinished = truth.get(entry.index());
            if (told && !isFinished) {
                model.violated(
                        Check.C1_COMMITTED_UNFINISHED,
                        entry + " is not finished, committed is " + commit.offset() + " and " + beyond);
            } else if (!told && isFinished) {
                model.violated(
                        Check.C9_NOT_REMEMBERED,
                        entry + " is finished, committed is " + commit.offset() + " and " + beyond);
            }
        }
        return truth;
    }

    private static @Nullable FinishedOffsets finishedBeyond(OffsetAndMetadata commit) {
        Optional<CommitNote> note = CommitNote.decode(commit);
        return note.isEmpty() || commit.metadata().length() > 4_096
                ? null
                : note.get().finished();
    }

    /** Takes it that the group has a commit. */
    void accepted(Map<Integer, BitSet> truths) {
        truths.forEach((partition, truth) -> durable.set(partition, truth));
    }

    /** Checks that all that finished is committed, as it must be after an orderly end. */
    void checkCommitted(Tenure tenure) {
        BitSet missing = tenure.truth();
        missing.andNot(durable.get(tenure.partition()));
        if (!missing.isEmpty()) {
            Entry entry = log.entries(tenure.partition()).get(missing.nextSetBit(0));
            model.violated(Check.C10_NOT_COMMITTED, entry + " is finished");
        }
    }
}
