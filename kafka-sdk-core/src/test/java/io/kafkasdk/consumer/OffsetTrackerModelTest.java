package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.OffsetTrackerTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** The tracker and its commits against a plain model, with restarts from what was committed. */
class OffsetTrackerModelTest {

    private static final int SCHEDULES = 40_000;
    private static final int FILLS = 400;

    /** One record in flight. */
    private record InFlight(FetchedBatch batch, int index) {

        long offset() {
            return batch.offset(index);
        }

        void finish() {
            batch.finish(index);
        }
    }

    /** How the next offset is found, which makes the log dense, sparse, or both in turn. */
    private enum Pattern {
        DENSE {
            @Override
            long gap(Random random, int step) {
                return 1;
            }
        },
        FEW_GAPS {
            @Override
            long gap(Random random, int step) {
                return 1 + random.nextInt(4) / 3 * random.nextInt(50);
            }
        },
        LONG_RUNS {
            @Override
            long gap(Random random, int step) {
                return step % 2 == 0 ? 1 : 1L << 14 + random.nextInt(16);
            }
        },
        EDGES_OF_NUMBERS {
            @Override
            long gap(Random random, int step) {
                return Math.max(1, (1L << 7 * random.nextInt(6)) + random.nextInt(3) - 1);
            }
        },
        HUGE_GAPS {
            @Override
            long gap(Random random, int step) {
                return 1 + (random.nextLong() >>> 12 + random.nextInt(40));
            }
        };

        abstract long gap(Random random, int step);
    }

    /** A log, a consumer of it, and the truth about both. */
    private static final class Model {

        private final Random random;
        private final Pattern pattern;
        private final NavigableMap<Long, Integer> log = new TreeMap<>();
        private final TreeSet<Long> finished = new TreeSet<>();
        private final List<InFlight> inFlight = new ArrayList<>();
        private OffsetTracker tracker = new OffsetTracker();
        private long end;
        private long position;
        private int leaderEpoch;
        private int longest;

        Model(long seed, Pattern pattern, long start) {
            random = new Random(seed);
            this.pattern = pattern;
            end = start;
            position = start;
            tracker.begin(start);
        }

        /** Fetches a batch; returns false when there is no room for it, or the offsets are used up. */
        boolean fetch(int size) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long from = position;
            for (int i = 0; i < size; i++) {
                Optional<Long> next = next(from);
                if (next.isEmpty()) {
                    return false;
                }
                records.add(record(next.get(), Optional.ofNullable(log.get(next.get()))));
                from = next.get() + 1;
            }
            int unfinished = inFlight.size() + size;
            if (!tracker.hasRoomFor(from - 1, unfinished)) {
                return false;
            }
            FetchedBatch batch = tracker.add(records);
            position = from;
            for (int i = 0; i < size; i++) {
                check(
                        batch.isFinished(i) == finished.contains(batch.offset(i)),
                        "finished from the start: ",
                        batch.offset(i));
                if (!batch.isFinished(i)) {
                    inFlight.add(new InFlight(batch, i));
                }
            }
            return true;
        }

        private Optional<Long> next(long from) {
            Long known = log.ceilingKey(from);
            if (known != null) {
                return Optional.of(known);
            }
            long offset = end + pattern.gap(random, log.size()) - 1;
            if (offset < end || offset == Long.MAX_VALUE) {
                return Optional.empty();
            }
            leaderEpoch += random.nextInt(10) / 9;
            log.put(offset, leaderEpoch);
            end = offset + 1;
            return Optional.of(offset);
        }

        void finish(int index) {
            InFlight record = inFlight.get(index);
            inFlight.set(index, inFlight.get(inFlight.size() - 1));
            inFlight.remove(inFlight.size() - 1);
            record.finish();
            finished.add(record.offset());
        }

        void pass() {
            if (log.ceilingKey(position) == null && end < Long.MAX_VALUE - 3) {
                end += random.nextInt(3);
                position = end;
                tracker.advance(position, Optional.of(leaderEpoch));
            }
        }

        void lookAtFrontier() {
            long expected = inFlight.stream().mapToLong(InFlight::offset).min().orElse(position);
            check(tracker.frontier() == expected, "frontier is not ", expected);
        }

        OffsetAndMetadata commit() {
            lookAtFrontier();
            OffsetAndMetadata committed = tracker.committable(12, Lives.UNKNOWN);
            longest = Math.max(longest, committed.metadata().length());
            check(
                    committed.metadata().length() <= 4_096,
                    "too long: ",
                    committed.metadata().length());
            FinishedOffsets beyond = OffsetTrackerTest.finishedBeyond(committed);
            for (long offset : log.tailMap(committed.offset(), true).keySet()) {
                check(beyond.contains(offset) == finished.contains(offset), "remembered wrongly: ", offset);
            }
            return committed;
        }

        void restart() {
            OffsetAndMetadata committed = commit();
            tracker = new OffsetTracker();
            tracker.begin(committed.offset(), FetchedBatch.NO_EPOCH, OffsetTrackerTest.finishedBeyond(committed));
            position = committed.offset();
            inFlight.clear();
        }

        private static void check(boolean holds, String what, long number) {
            if (!holds) {
                throw new AssertionError(what + number);
            }
        }
    }

    @Test
    void agreesWithThePlainModelOverAllOrdersAndRestarts() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            long first = seed;
            replay(seed, () -> {
                Pattern pattern = Pattern.values()[(int) (first % Pattern.values().length)];
                shortSchedule(new Model(first, pattern, first % 7 * 1_000));
            });
        }
    }

    private static void shortSchedule(Model model) {
        Random random = model.random;
        int hurry = 20 + random.nextInt(60);
        for (int step = 0; step < 60; step++) {
            int choice = random.nextInt(100);
            if (choice < 4) {
                model.restart();
            } else if (choice < 8) {
                model.commit();
            } else if (choice < 12) {
                model.pass();
            } else if (choice < hurry || model.inFlight.isEmpty()) {
                model.fetch(1 + random.nextInt(6));
            } else {
                model.finish(random.nextInt(model.inFlight.size()));
            }
            model.lookAtFrontier();
        }
        model.commit();
    }

    @Test
    void whatIsFinishedFitsInWhateverOrderTheRestFinishes() {
        int longest = 0;
        int[] most = new int[Pattern.values().length];
        for (long seed = 0; seed < FILLS; seed++) {
            int kind = (int) (seed % Pattern.values().length);
            long start = seed % 3 == 0 ? Long.MAX_VALUE - (1L << 30 + seed % 20) : seed;
            Model model = new Model(seed, Pattern.values()[kind], start);
            replay(seed, () -> most[kind] = Math.max(most[kind], fill(model)));
            longest = Math.max(longest, model.longest);
        }
        System.out.println("longest note " + longest + " characters; most unfinished by pattern "
                + List.of(Pattern.values()) + " " + Arrays.toString(most));
        assertThat(longest).isGreaterThan(3_500);
    }

    /** Takes all for which there is room, leaving some of it unfinished, then finishes the rest; returns the peak. */
    private static int fill(Model model) {
        Random random = model.random;
        int left = random.nextInt(3);
        int most = 0;
        for (int step = 0; step < 6_000 && model.fetch(2); step++) {
            // Each second record is finished at once, or a few at random, or none until it is full.
            if (left == 0) {
                model.finish(model.inFlight.size() - 1);
            } else if (left == 1 && random.nextInt(3) == 0 && model.inFlight.size() > 1) {
                model.finish(1 + random.nextInt(model.inFlight.size() - 1));
            }
            most = Math.max(most, model.inFlight.size());
        }
        model.commit();
        if (random.nextInt(3) == 0) {
            model.restart();
            while (model.fetch(1 + random.nextInt(3)) && model.inFlight.size() < most) {
                // Until it is as full as before.
            }
            model.commit();
        }
        finishAllButTheFirst(model, random);
        return most;
    }

    private static void finishAllButTheFirst(Model model, Random random) {
        model.inFlight.sort(Comparator.comparingLong(InFlight::offset));
        boolean everySecond = random.nextBoolean();
        int size = model.inFlight.size();
        for (int index = size - 1, done = 0; index > 0; index -= everySecond ? 2 : 1, done++) {
            model.finish(everySecond ? index : 1 + random.nextInt(model.inFlight.size() - 1));
            if (done % Math.max(1, size / 6) == 0) {
                model.commit();
            }
        }
        model.commit();
    }

    private static void replay(long seed, Runnable schedule) {
        try {
            schedule.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
