package io.kafkasdk.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;

/** How many bytes headers take in a record, and which of them fit. */
final class HeaderBudget {

    /** The most bytes that a length takes in front of a name or value of less than 8 KiB. */
    private static final int SHORT_LENGTH = 2;

    private static final int LONG_LENGTH = 5;
    private static final int SHORT = 8_192;

    private HeaderBudget() {}

    /** Returns how many bytes it takes at the most, with the lengths in front of name and value. */
    static int bytes(Header header) {
        byte[] value = header.value();
        return part(header.key().getBytes(StandardCharsets.UTF_8).length) + part(value == null ? 0 : value.length);
    }

    static int bytes(Iterable<Header> headers) {
        int sum = 0;
        for (Header header : headers) {
            sum = Math.addExact(sum, bytes(header));
        }
        return sum;
    }

    private static int part(int length) {
        return length + (length < SHORT ? SHORT_LENGTH : LONG_LENGTH);
    }

    /** Returns those that fit, in their order: the largest are left out, of equal ones the later. */
    static List<Header> fitting(List<Header> headers, int mostBytes) {
        long sum = 0;
        for (Header header : headers) {
            sum += bytes(header);
        }
        Set<Integer> left = new HashSet<>();
        List<Integer> largestFirst = IntStream.range(0, headers.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> bytes(headers.get(i)))
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .toList();
        for (int next = 0; sum > mostBytes && next < largestFirst.size(); next++) {
            int largest = largestFirst.get(next);
            sum -= bytes(headers.get(largest));
            left.add(largest);
        }
        List<Header> fitting = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            if (!left.contains(i)) {
                fitting.add(headers.get(i));
            }
        }
        return fitting;
    }
}
