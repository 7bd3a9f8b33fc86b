package io.kafkasdk.deadletter;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.RateLimit;
import io.kafkasdk.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters go back to the topic they came from. Start with {@link #of}, and look before you send:
 *
 * <pre>{@code
 * ReplaySettings letters = ReplaySettings.of("payments", "orders", "orders.payments.dlt")
 *         .filter(letter -> letter.exceptionClass().endsWith("TimeoutException"))
 *         .rateLimit(new RateLimit(100));
 * System.out.println(sdk.replay(letters.asDryRun()).text());
 * System.out.println(sdk.replay(letters).text());
 * }</pre>
 *
 * @param group the consumer group that gave the records up, and that alone handles them again
 * @param originTopic where they go: only letters from this topic do
 * @param deadLetterTopic where they are read
 * @param dryRun whether to read and count only; default false
 * @param filter chooses the letters; what it does not choose stays in the dead letter topic, and the next replay does not
 *     come back to it; default all. Must not block for long
 * @param rateLimit the most records in a second; null, the default, sets no limit
 * @param maxReplays a letter that was brought back so often is not brought back again, 1 to 1,000,000; default 3
 * @param maxRecords the replay ends after so many letters, from 1; by default it has no limit
 * @param progress told of the progress once a second, on the thread that replays; default nobody
 */
public record ReplaySettings(
        String group,
        String originTopic,
        String deadLetterTopic,
        boolean dryRun,
        Predicate<DeadLetter> filter,
        @Nullable RateLimit rateLimit,
        int maxReplays,
        long maxRecords,
        Consumer<ReplayReport> progress) {

    private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final int DEFAULT_MAX_REPLAYS = 3;
    private static final int MOST_REPLAYS = 1_000_000;
    private static final String IN_RANGE = "choose a value in this range";

    /** Checks all settings. */
    public ReplaySettings {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(progress, "progress");
        List<Violation> found = new ArrayList<>();
        if (!GROUP.matcher(group).matches()) {
            found.add(new Violation(
                    "group",
                    "'" + group + "'",
                    "must be 1 to 200 letters, digits, dots, underscores or hyphens",
                    "name the group that gave the records up"));
        }
        checkTopic("originTopic", originTopic, found);
        checkTopic("deadLetterTopic", deadLetterTopic, found);
        if (originTopic.equals(deadLetterTopic)) {
            found.add(new Violation(
                    "originTopic",
                    "'" + originTopic + "'",
                    "must not be the dead letter topic itself",
                    "name the topic that the group reads"));
        }
        if (maxReplays < 1 || maxReplays > MOST_REPLAYS) {
            found.add(new Violation("maxReplays", "" + maxReplays, "must be from 1 to " + MOST_REPLAYS, IN_RANGE));
        }
        if (maxRecords < 1) {
            found.add(new Violation("maxRecords", "" + maxRecords, "must be at least 1", IN_RANGE));
        }
        if (!found.isEmpty()) {
            throw new InvalidSettingsException("the replay for group '" + group + "'", found);
        }
    }

    private static void checkTopic(String setting, String topic, List<Violation> found) {
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            found.add(new Violation(
                    setting,
                    "'" + topic + "'",
                    "a topic name has 1 to 249 letters, digits, dots, underscores or hyphens and is not '.' or '..'",
                    "name an existing topic"));
        }
    }

    /**
     * Returns settings with all defaults: every letter of this group and origin, sent as fast as the cluster takes it.
     *
     * @param group the consumer group that gave the records up
     * @param originTopic the topic that the group reads
     * @param deadLetterTopic the topic with the letters
     * @throws InvalidSettingsException when a name is none, or both topics are the same
     */
    public static ReplaySettings of(String group, String originTopic, String deadLetterTopic) {
        return new ReplaySettings(
                group,
                originTopic,
                deadLetterTopic,
                false,
                letter -> true,
                null,
                DEFAULT_MAX_REPLAYS,
                Long.MAX_VALUE,
                report -> {});
    }

    /** Returns a copy that reads and counts, and neither sends nor commits. */
    public ReplaySettings asDryRun() {
        return new ReplaySettings(
                group, originTopic, deadLetterTopic, true, filter, rateLimit, maxReplays, maxRecords, progress);
    }

    /** Returns a copy with another choice of letters. */
    public ReplaySettings filter(Predicate<DeadLetter> newFilter) {
        return new ReplaySettings(
                group, originTopic, deadLetterTopic, dryRun, newFilter, rateLimit, maxReplays, maxRecords, progress);
    }

    /** Returns a copy that sends at most this many records in a second. */
    public ReplaySettings rateLimit(RateLimit newRateLimit) {
        return new ReplaySettings(
                group, originTopic, deadLetterTopic, dryRun, filter, newRateLimit, maxReplays, maxRecords, progress);
    }

    /** Returns a copy with another cap on how often one record is brought back. */
    public ReplaySettings maxReplays(int newMaxReplays) {
        return new ReplaySettings(
                group, originTopic, deadLetterTopic, dryRun, filter, rateLimit, newMaxReplays, maxRecords, progress);
    }

    /** Returns a copy that ends after so many letters. */
    public ReplaySettings maxRecords(long newMaxRecords) {
        return new ReplaySettings(
                group, originTopic, deadLetterTopic, dryRun, filter, rateLimit, maxReplays, newMaxRecords, progress);
    }

    /** Returns a copy that tells somebody else of its progress. */
    public ReplaySettings progress(Consumer<ReplayReport> newProgress) {
        return new ReplaySettings(
                group, originTopic, deadLetterTopic, dryRun, filter, rateLimit, maxReplays, maxRecords, newProgress);
    }
}
