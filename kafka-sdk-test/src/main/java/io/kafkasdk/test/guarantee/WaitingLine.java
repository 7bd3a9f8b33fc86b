package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.FaultPeriod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Events in time, and the spans in which one was waited for: finds the gaps between events in which somebody waited. */
final class WaitingLine {

    private final LongStream.Builder added = LongStream.builder();
    private final List<long[]> waits = new ArrayList<>();
    private @Nullable List<long[]> gaps;
    private long[] events = {};

    void event(long at) {
        added.add(at);
    }

    void waited(long from, long until) {
        waits.add(new long[] {from, until});
    }

    /**
     * Returns the length of the longest gap that overlaps a fault, 0 for none.
     *
     * @param next when the next fault began: a gap that began when this one was healed, and lies in that one for the most
     *     part, is that one's
     */
    long longestGap(FaultPeriod fault, long next) {
        List<long[]> all = gaps();
        long longest = 0;
        for (int i = firstEndingAfter(all, fault.from()); i < all.size() && all.get(i)[0] < fault.until(); i++) {
            long start = all.get(i)[0];
            long end = all.get(i)[1];
            boolean isOfTheNext = start >= fault.healedAt() && end - next > next - start;
            if (!isOfTheNext) {
                longest = Math.max(longest, end - start);
            }
        }
        return longest;
    }

    /** Returns when the first event at that time or later was. */
    OptionalLong firstFrom(long at) {
        gaps();
        int found = Arrays.binarySearch(events, at);
        int index = found >= 0 ? found : -found - 1;
        return index < events.length ? OptionalLong.of(events[index]) : OptionalLong.empty();
    }

    private static int firstEndingAfter(List<long[]> gaps, long at) {
        return Search.first(gaps.size(), i -> gaps.get(i)[1] > at);
    }

    /** Returns the gaps, which do not overlap, in the order of time. */
    private List<long[]> gaps() {
        if (gaps == null) {
            events = added.build().sorted().toArray();
            gaps = find();
        }
        return gaps;
    }

    private List<long[]> find() {
        waits.sort(Comparator.comparingLong(wait -> wait[1]));
        long[] earliest = earliestFromHere();
        List<long[]> found = new ArrayList<>();
        int wait = 0;
        for (int i = -1; i < events.length; i++) {
            long last = i < 0 ? Long.MIN_VALUE : events[i];
            while (wait < waits.size() && waits.get(wait)[1] <= last) {
                wait++;
            }
            if (wait == waits.size()) {
                break;
            }
            long next = i + 1 < events.length ? events[i + 1] : waits.get(waits.size() - 1)[1];
            long start = Math.max(last, earliest[wait]);
            if (start < next) {
                found.add(new long[] {start, next});
            }
        }
        return found;
    }

    /** Returns for each wait the earliest beginning among it and those that end later. */
    private long[] earliestFromHere() {
        long[] earliest = new long[waits.size()];
        long least = Long.MAX_VALUE;
        for (int i = waits.size() - 1; i >= 0; i--) {
            least = Math.min(least, waits.get(i)[0]);
            earliest[i] = least;
        }
        return earliest;
    }
}
