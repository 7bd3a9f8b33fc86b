package io.kafkasdk.samples.quickstart;

import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.NearestName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param bootstrap {@code host:port} of one's own cluster, or null to start three brokers
 * @param file the input, or null for the earthquakes
 * @param records how many records go to {@code quakes}
 * @param rate records a second
 * @param plain whether lines are wanted although there is a terminal
 * @param keepTopics whether topics created on one's own cluster stay
 * @param help whether only the help is wanted
 */
record Options(
        @Nullable String bootstrap,
        @Nullable Path file,
        int records,
        int rate,
        boolean plain,
        boolean keepTopics,
        boolean help) {

    static final Options DEFAULT = new Options(null, null, 30_000, 1_000, false, false, false);

    static final String HELP = """
            Usage: ./quickstart [options]

            Starts three Kafka brokers, streams earthquake events through the SDK, kills a broker on the way
            and counts what became of every record.

              --bootstrap HOST:PORT  run on your own cluster instead (no TLS, no login): creates the topics
                                     quickstart-quakes and quickstart-quakes-fragile where they are absent,
                                     kills nothing, deletes at the end only what it created
              --keep-topics          with --bootstrap: delete nothing
              --file PATH            stream the lines of this file instead, NDJSON or any text
              --records N            records to send, 1 to 10000000, default 30000; the input repeats
              --rate N               records a second, 1 to 100000, default 1000
              --plain                lines instead of the live view, as without a terminal
              --help                 this text

            Exit code: 0 every promise held, 1 one did not, 2 wrong usage, 3 trouble with the cluster,
            130 stopped by Ctrl-C.
            """;

    private static final List<String> NAMES =
            List.of("--bootstrap", "--file", "--records", "--rate", "--plain", "--keep-topics", "--help");
    private static final int MOST_RECORDS = 10_000_000;
    private static final int MOST_RATE = 100_000;

    /** Reads a command line; takes {@code --name value} and {@code --name=value}. */
    static Options parse(String... args) throws UsageException {
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        Options options = DEFAULT;
        while (!rest.isEmpty()) {
            String arg = rest.pop();
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            if (equals > 0) {
                rest.push(arg.substring(equals + 1));
            }
            options = options.with(equals > 0 ? arg.substring(0, equals) : arg, rest, equals > 0);
        }
        if (options.keepTopics && options.bootstrap == null) {
            throw new UsageException("--keep-topics makes sense only with --bootstrap");
        }
        return options;
    }

    private Options with(String name, Deque<String> rest, boolean valueGiven) throws UsageException {
        boolean flag = List.of("--plain", "--keep-topics", "--help", "-h").contains(name);
        if (flag && valueGiven) {
            throw new UsageException(name + " takes no value");
        }
        return switch (name) {
            case "--bootstrap" -> new Options(servers(value(name, rest)), file, records, rate, plain, keepTopics, help);
            case "--file" ->
                new Options(bootstrap, readable(value(name, rest)), records, rate, plain, keepTopics, help);
            case "--records" -> {
                int wanted = number(name, value(name, rest), MOST_RECORDS);
                yield new Options(bootstrap, file, wanted, rate, plain, keepTopics, help);
            }
            case "--rate" -> {
                int wanted = number(name, value(name, rest), MOST_RATE);
                yield new Options(bootstrap, file, records, wanted, plain, keepTopics, help);
            }
            case "--plain" -> new Options(bootstrap, file, records, rate, true, keepTopics, help);
            case "--keep-topics" -> new Options(bootstrap, file, records, rate, plain, true, help);
            case "--help", "-h" -> new Options(bootstrap, file, records, rate, plain, keepTopics, true);
            default -> throw new UsageException("There is no option " + name + didYouMean(name));
        };
    }

    private static String value(String name, Deque<String> rest) throws UsageException {
        String value = rest.isEmpty() ? "" : rest.pop();
        if (value.isBlank() || NAMES.contains(value)) {
            throw new UsageException(name + " needs a value");
        }
        return value;
    }

    private static int number(String name, String text, int most) throws UsageException {
        String rule = name + " must be a whole number from 1 to " + most + ", not '" + text + "'";
        try {
            int number = Integer.parseInt(text.replace("_", ""));
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the same words as a number out of range.
        }
        throw new UsageException(rule);
    }

    private static String servers(String text) throws UsageException {
        try {
            return String.join(",", ClusterSettings.of(text).bootstrapServers());
        } catch (InvalidSettingsException e) {
            throw new UsageException("--bootstrap " + e.getMessage());
        }
    }

    private static Path readable(String text) throws UsageException {
        try {
            Path path = Path.of(text);
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Told below: for the user it is one and the same.
        }
        throw new UsageException("--file '" + text + "' is no readable file");
    }

    private static String didYouMean(String name) {
        String nearest = NearestName.of(name, NAMES);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }
}
