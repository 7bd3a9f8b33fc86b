package io.kafkasdk.consumer;

import io.kafkasdk.consumer.FailureRouter.DeadLetters;
import io.kafkasdk.settings.ConsumerLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Members with a fault in them, each of which a simulation must find. */
final class PlantedFaults {

    private PlantedFaults() {}

    /** Commits one record too far. */
    static Wiring commitsOneTooFar() {
        return new Wiring() {
            @Override
            public Map<TopicPartition, OffsetAndMetadata> commits(Map<TopicPartition, OffsetAndMetadata> offsets) {
                Map<TopicPartition, OffsetAndMetadata> further = new LinkedHashMap<>();
                offsets.forEach((partition, commit) -> {
                    CommitNote note = CommitNote.decode(commit).orElseThrow();
                    long offset = commit.offset() + 1;
                    further.put(partition, new OffsetAndMetadata(offset, commit.leaderEpoch(), note.encode(offset)));
                });
                return further;
            }
        };
    }

    /** Takes what is queued for finished when a partition is revoked. */
    static Wiring dropsOnRevoke() {
        Map<OwnedPartition, List<Work>> staged = new IdentityHashMap<>();
        return new Wiring() {
            @Override
            public OrderRule order(OrderRule rule) {
                return new Rule(rule) {
                    @Override
                    public int laneOf(Work work) {
                        staged.computeIfAbsent(work.owner(), owner -> new ArrayList<>())
                                .add(work);
                        return super.laneOf(work);
                    }
                };
            }

            @Override
            public ConsumerRebalanceListener rebalances(ConsumerRebalanceListener guard, MemberParts parts) {
                return new Rebalances(guard) {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        parts.assignment()
                                .all(partitions)
                                .forEach(owner ->
                                        staged.getOrDefault(owner, List.of()).forEach(Work::finish));
                        super.onPartitionsRevoked(partitions);
                    }
                };
            }
        };
    }

    /** Ignores the key, and runs any two records at a time. */
    static Wiring ignoresTheKey() {
        return new Wiring() {
            @Override
            public OrderRule order(OrderRule rule) {
                return new OrderRule.Unordered();
            }
        };
    }

    /** Lets what is ordered behind a record that is to be tried again go on. */
    static Wiring retriesOutOfOrder() {
        return new Wiring() {
            @Override
            public OrderRule order(OrderRule rule) {
                return new Rule(rule) {
                    @Override
                    public boolean isOrdered(Work first, Work second) {
                        return first.failedAttempts() == 0 && super.isOrdered(first, second);
                    }
                };
            }
        };
    }

    /** Takes a lost partition for one that is given back, and commits. */
    static Wiring commitsAfterLoss() {
        return new Wiring() {
            @Override
            public ConsumerRebalanceListener rebalances(ConsumerRebalanceListener guard, MemberParts parts) {
                return new Rebalances(guard) {
                    @Override
                    public void onPartitionsLost(Collection<TopicPartition> partitions) {
                        super.onPartitionsRevoked(partitions);
                    }
                };
            }
        };
    }

    /** Goes on with the old assignment when a lost partition comes back. */
    static Wiring keepsLostAssignments() {
        return new Wiring() {
            @Override
            public ConsumerRebalanceListener rebalances(ConsumerRebalanceListener guard, MemberParts parts) {
                return new Rebalances(guard) {
                    @Override
                    public void onPartitionsLost(Collection<TopicPartition> partitions) {}
                };
            }
        };
    }

    /** Does not read what the commit metadata tells. */
    static Wiring forgetsTheNote() {
        return new Wiring() {
            @Override
            public OffsetAndMetadata remembered(OffsetAndMetadata committed) {
                return bare(committed);
            }
        };
    }

    /** Does not write what is finished beyond the frontier. */
    static Wiring writesNoNote() {
        return new Wiring() {
            @Override
            public Map<TopicPartition, OffsetAndMetadata> commits(Map<TopicPartition, OffsetAndMetadata> offsets) {
                Map<TopicPartition, OffsetAndMetadata> bare = new LinkedHashMap<>();
                offsets.forEach((partition, commit) -> bare.put(partition, bare(commit)));
                return bare;
            }
        };
    }

    private static OffsetAndMetadata bare(OffsetAndMetadata commit) {
        CommitNote note = CommitNote.decode(commit).orElseThrow();
        return CommitNote.withoutFinished(commit, note.topicPartitions(), note.life());
    }

    /** Takes a dead letter that was refused for written. */
    static Wiring losesDeadLetters() {
        return new Wiring() {
            @Override
            public DeadLetters deadLetters(DeadLetters letters) {
                return (record, why) -> letters.write(record, why).exceptionally(failure -> null);
            }
        };
    }

    /** Lets more be in flight than allowed. */
    static Wiring fetchesTooMuch() {
        return new Wiring() {
            @Override
            public ConsumerLimits flow(ConsumerLimits limits) {
                return limits.inFlight(limits.maxInFlightRecords() + 1, limits.maxInFlightBytes());
            }
        };
    }

    /** Never resumes what it paused. */
    static Wiring neverResumes() {
        return new Wiring() {
            @Override
            public Collection<TopicPartition> resumes(Collection<TopicPartition> partitions) {
                return List.of();
            }
        };
    }

    /** Counts a record twice. */
    static Wiring countsTwice() {
        return new Wiring() {
            @Override
            public OrderRule order(OrderRule rule) {
                return new Rule(rule) {
                    @Override
                    public int laneOf(Work work) {
                        if (work.record().offset() == 1) {
                            work.owner().finished(1, 0);
                        }
                        return super.laneOf(work);
                    }
                };
            }
        };
    }

    private static class Rule implements OrderRule {

        private final OrderRule rule;

        private Rule(OrderRule rule) {
            this.rule = rule;
        }

        @Override
        public int laneOf(Work work) {
            return rule.laneOf(work);
        }

        @Override
        public boolean isOrdered(Work first, Work second) {
            return rule.isOrdered(first, second);
        }
    }

    private static class Rebalances implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener guard;

        private Rebalances(ConsumerRebalanceListener guard) {
            this.guard = guard;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            guard.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            guard.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            guard.onPartitionsLost(partitions);
        }
    }
}
