package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One seek on its way, a step in each round of the poll loop: find out where to, before anything is touched; let no
 * further handler start; wait for those that run; then jump, as a new assignment, and commit.
 *
 * <p><b>Threads:</b> poll thread only, except the answer. The answer is given on another thread, because what the
 * application hangs on it must not run here.
 */
final class Seek {

    /** How long to ask where to, and to wait for partitions that do not have their start yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final SeekTarget target;
    private final CompletableFuture<Map<TopicPartition, Long>> answer = new CompletableFuture<>();
    private List<OwnedPartition> owners = List.of();
    private Map<TopicPartition, Long> offsets = Map.of();
    private @Nullable Deadline patience;
    private @Nullable Deadline rest;
    private @Nullable Deadline drain;

    Seek(SeekTarget target) {
        this.target = target;
    }

    CompletableFuture<Map<TopicPartition, Long>> answer() {
        return answer;
    }

    /** Goes on; returns whether it ended. */
    boolean step(MemberParts parts, Duration drainTimeout) {
        try {
            if (drain == null && !find(parts)) {
                return false;
            }
            return jump(parts, drainTimeout);
        } catch (KafkaSdkException e) {
            fail(e);
            return true;
        } catch (IllegalStateException e) {
            // A partition went while it was looked at. An order must never end the consumer.
            fail(new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.UNEXPECTED,
                            "No seek",
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "seek again when the group is stable"),
                    e));
            return true;
        }
    }

    private boolean find(MemberParts parts) {
        if (patience == null) {
            patience = Deadline.in(PATIENCE, parts.nanoClock());
        }
        if (rest != null && !rest.hasPassed()) {
            return false;
        }
        List<OwnedPartition> found = owners(parts.assignment());
        KafkaException unanswered = null;
        if (found.stream().allMatch(OwnedPartition::isReady)) {
            try {
                offsets = ask(parts, found);
                owners = found;
                return true;
            } catch (WakeupException e) {
                return false;
            } catch (KafkaException e) {
                unanswered = e;
            }
        }
        if (patience.hasPassed()) {
            throw refused(unanswered);
        }
        rest = Deadline.in(PAUSE, parts.nanoClock());
        return false;
    }

    private Map<TopicPartition, Long> ask(MemberParts parts, List<OwnedPartition> found) {
        List<TopicPartition> partitions =
                found.stream().map(OwnedPartition::partition).toList();
        return found.isEmpty() ? Map.of() : target.offsets(new OffsetQuestions(parts.client()), partitions);
    }

    private List<OwnedPartition> owners(Assignment assignment) {
        Set<TopicPartition> owned =
                assignment.all().stream().map(OwnedPartition::partition).collect(Collectors.toSet());
        Set<TopicPartition> wanted = target.partitions(owned);
        List<TopicPartition> absent =
                wanted.stream().filter(partition -> !owned.contains(partition)).toList();
        if (!absent.isEmpty()) {
            throw notHere(absent, "this member does not own " + (absent.size() == 1 ? "it" : "them"));
        }
        return assignment.all(wanted);
    }

    private boolean jump(MemberParts parts, Duration drainTimeout) {
        if (drain == null) {
            drain = Deadline.in(drainTimeout, parts.nanoClock());
            owners.forEach(owner -> owner.ready(false));
            owners.forEach(parts.lanes()::discard);
        }
        boolean running = owners.stream()
                .anyMatch(owner -> parts.isHere(owner) && !parts.workers().isIdle(owner));
        if (running && !drain.hasPassed()) {
            return false;
        }
        List<OwnedPartition> fresh = new ArrayList<>();
        List<TopicPartition> gone = new ArrayList<>();
        Map<TopicPartition, Long> went = new HashMap<>();
        for (OwnedPartition owner : owners) {
            TopicPartition partition = owner.partition();
            Long offset = offsets.get(partition);
            if (offset == null || !parts.isHere(owner)) {
                gone.add(partition);
                continue;
            }
            long position = owner.offsets().position();
            fresh.add(parts.beginAnew(owner, new OffsetAndMetadata(offset)));
            if (offset < position) {
                parts.events().rewound(partition, position, offset);
            }
            went.put(partition, offset);
        }
        parts.committer().commitNow(fresh, COMMIT_TIMEOUT);
        if (!gone.isEmpty()) {
            throw notHere(gone, "they went to another member meanwhile; these did move: " + went);
        }
        answer.defaultExecutor().execute(() -> answer.complete(Map.copyOf(went)));
        return true;
    }

    /** Ends it without success. */
    void fail(KafkaSdkException why) {
        answer.defaultExecutor().execute(() -> answer.completeExceptionally(why));
    }

    private static KafkaSdkException notHere(List<TopicPartition> partitions, String cause) {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "No seek in " + partitions,
                        cause,
                        "seek on the member that owns them, after ConsumerListener.assigned; other members refuse too"),
                null);
    }

    private static KafkaSdkException refused(@Nullable KafkaException unanswered) {
        String cause = unanswered == null
                ? "the partitions have no start yet"
                : unanswered.getClass().getSimpleName() + ": " + unanswered.getMessage();
        return new KafkaSdkException(
                new Diagnosis(
                        unanswered == null ? ErrorKind.TIMED_OUT : ErrorClassifier.kindOf(unanswered),
                        "No seek: where to could not be found out within " + PATIENCE.toSeconds() + " s",
                        cause,
                        "check that the brokers run and the partitions have a leader, then seek again; nothing moved"),
                unanswered);
    }
}
