package io.kafkasdk.samples.monitoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the application was asked to do.
 *
 * @param bootstrap {@code host:port} of a cluster, or null to start three brokers
 * @param cluster the alias of the cluster, which all meters carry
 * @param host where the scrape endpoint listens
 * @param port its port
 * @param jmxAgent the JMX exporter for brokers started here, or null for none
 * @param jmxConfig its configuration
 * @param jmxPort its port on the first broker; the others take the next ones
 * @param trouble whether brokers, members and records are to get into trouble now and then
 * @param help whether only the help is wanted
 */
record Options(
        @Nullable String bootstrap,
        String cluster,
        String host,
        int port,
        @Nullable String jmxAgent,
        @Nullable String jmxConfig,
        int jmxPort,
        boolean trouble,
        boolean help) {

    static final Options DEFAULT = new Options(null, "demo", "127.0.0.1", 8085, null, null, 9404, false, false);

    static final String HELP = """
            Usage: java -jar monitoring.jar [options]

            Produces and consumes for ever and shows its meters at /metrics. Ends by Ctrl-C.

              --bootstrap HOST:PORT  run on this cluster (no TLS, no login); default: start three brokers
              --cluster NAME         the alias of the cluster in all meters, default demo
              --listen HOST:PORT     where /metrics is, default 127.0.0.1:8085
              --jmx-agent JAR        JMX exporter for the brokers started here ...
              --jmx-config FILE      ... its configuration ...
              --jmx-port N           ... and its port on broker 1, default 9404; broker 2 has N+1, and so on
              --trouble              once after a while, then every five minutes: a broker is killed and comes
                                     back, a member leaves and comes back, a position is moved back, records
                                     are deleted before they are read; only with brokers started here
              --help                 this text
            """;

    private static final int MAX_PORT = 65_535;

    /** Reads a command line. */
    static Options parse(List<String> args) throws UsageException {
        Deque<String> rest = new ArrayDeque<>(args);
        Options options = DEFAULT;
        while (!rest.isEmpty()) {
            options = options.with(rest.pop(), rest);
        }
        if ((options.jmxAgent == null) != (options.jmxConfig == null)) {
            throw new UsageException("--jmx-agent and --jmx-config go together");
        }
        if (options.bootstrap != null && (options.trouble || options.jmxAgent != null)) {
            throw new UsageException("--trouble and --jmx-agent are for brokers started here, so not with --bootstrap");
        }
        return options;
    }

    private Options with(String name, Deque<String> rest) throws UsageException {
        return switch (name) {
            case "--trouble" -> new Options(bootstrap, cluster, host, port, jmxAgent, jmxConfig, jmxPort, true, help);
            case "--help", "-h" ->
                new Options(bootstrap, cluster, host, port, jmxAgent, jmxConfig, jmxPort, trouble, true);
            case "--bootstrap", "--cluster", "--listen", "--jmx-agent", "--jmx-config", "--jmx-port" ->
                with(name, value(name, rest));
            default -> throw new UsageException("There is no option " + name);
        };
    }

    private Options with(String name, String value) throws UsageException {
        return switch (name) {
            case "--bootstrap" -> new Options(value, cluster, host, port, jmxAgent, jmxConfig, jmxPort, trouble, help);
            case "--cluster" -> new Options(bootstrap, value, host, port, jmxAgent, jmxConfig, jmxPort, trouble, help);
            case "--listen" -> {
                int colon = value.lastIndexOf(':');
                if (colon < 1) {
                    throw new UsageException("--listen needs HOST:PORT, not '" + value + "'");
                }
                int wanted = port(name, value.substring(colon + 1));
                yield new Options(
                        bootstrap,
                        cluster,
                        value.substring(0, colon),
                        wanted,
                        jmxAgent,
                        jmxConfig,
                        jmxPort,
                        trouble,
                        help);
            }
            case "--jmx-agent" -> new Options(bootstrap, cluster, host, port, value, jmxConfig, jmxPort, trouble, help);
            case "--jmx-config" -> new Options(bootstrap, cluster, host, port, jmxAgent, value, jmxPort, trouble, help);
            default ->
                new Options(bootstrap, cluster, host, port, jmxAgent, jmxConfig, port(name, value), trouble, help);
        };
    }

    private static String value(String name, Deque<String> rest) throws UsageException {
        String value = rest.isEmpty() ? "" : rest.pop();
        if (value.isBlank() || value.startsWith("--")) {
            throw new UsageException(name + " needs a value");
        }
        return value;
    }

    private static int port(String name, String text) throws UsageException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, with the same words as a number out of range.
        }
        throw new UsageException(name + " needs a port from 0 to " + MAX_PORT + ", not '" + text + "'");
    }
}
