package io.kafkasdk.reliability;

import io.kafkasdk.test.nemesis.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What was asked for on the command line.
 *
 * @param profile {@code smoke}, {@code standard} or {@code soak}
 * @param seed of the plan
 * @param kinds the faults, empty for those of the profile
 * @param rounds how often each kind comes, empty for as often as the profile has it
 * @param length how long the faults go on, for a soak
 * @param out the directory of the report and the ledger
 */
record RunOptions(
        String profile,
        long seed,
        GroupProtocols protocols,
        Set<FaultKind> kinds,
        OptionalInt rounds,
        Optional<Duration> length,
        Path out) {

    private static final Path USUAL_OUT = Path.of("reliability", "target", "runs");

    RunOptions {
        kinds = Set.copyOf(kinds);
    }

    /**
     * Reads the command line.
     *
     * @param seeds gives the seed when none is named
     * @throws IllegalArgumentException when it says what nobody understands
     */
    static RunOptions parse(List<String> args, LongSupplier seeds) {
        Deque<String> words = new ArrayDeque<>(args);
        String profile = profile(words.isEmpty() ? "" : words.remove());
        Optional<Long> seed = Optional.empty();
        GroupProtocols protocols = GroupProtocols.BOTH;
        Set<FaultKind> kinds = Set.of();
        OptionalInt rounds = OptionalInt.empty();
        Optional<Duration> length = Optional.empty();
        Optional<Path> out = Optional.empty();
        while (!words.isEmpty()) {
            String option = words.remove();
            switch (option) {
                case "--seed" -> seed = Optional.of(number(option, words, Long.MIN_VALUE));
                case "--protocol" -> protocols = GroupProtocols.named(value(option, words));
                case "--kinds" -> kinds = kinds(value(option, words));
                case "--rounds" -> rounds = OptionalInt.of((int) Math.min(1000, number(option, words, 1)));
                case "--hours" -> length = Optional.of(hours(profile, option, words));
                case "--out" -> out = Optional.of(Path.of(value(option, words)));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }
        if (rounds.isPresent() && length.isPresent()) {
            throw new IllegalArgumentException("Name --rounds or --hours, not both");
        }
        long chosen = seed.orElseGet(seeds::getAsLong);
        return new RunOptions(
                profile,
                chosen,
                protocols,
                kinds,
                rounds,
                length,
                out.orElse(USUAL_OUT.resolve(profile + "-" + chosen)));
    }

    private static String profile(String word) {
        if (!Profile.NAMES.contains(word)) {
            throw new IllegalArgumentException(
                    "Say " + String.join(", ", Profile.NAMES) + " first, not '" + word + "'");
        }
        return word;
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.remove();
    }

    private static Set<FaultKind> kinds(String labels) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String label : labels.split(",", -1)) {
            kinds.add(Arrays.stream(FaultKind.values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no fault '" + label + "'; there are "
                            + Arrays.stream(FaultKind.values())
                                    .map(FaultKind::label)
                                    .toList())));
        }
        return kinds;
    }

    private static Duration hours(String profile, String option, Deque<String> words) {
        if (!profile.equals(Profile.SOAK)) {
            throw new IllegalArgumentException(option + " is for a soak; " + profile + " has a length of its own");
        }
        return Duration.ofHours(number(option, words, 1));
    }

    private static long number(String option, Deque<String> words, long least) {
        String text = value(option, words);
        try {
            long number = Long.parseLong(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + " needs a whole number"
                + (least == Long.MIN_VALUE ? "" : " of at least " + least) + ", not '" + text + "'");
    }
}
