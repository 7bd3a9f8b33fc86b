package io.kafkasdk.test.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.admin.Admin;

/**
 * Where all that take part in a test write down what they do, each in a file of its own: producers, members of groups, who
 * breaks things, and who watches the commits. At the end {@link Evidence} reads it together with the brokers' logs, and
 * the checks of {@code io.kafkasdk.test.guarantee} judge.
 *
 * <pre>{@code
 * Ledger ledger = Ledger.in(directory);
 * try (SendLog sends = ledger.sends("shop", 0)) {
 *     sends.intent(stamp);
 *     producer.send(record, (metadata, error) -> ...sends.acked(stamp.id(), partition, metadata.offset()));
 * }
 * Evidence evidence = ledger.evidence(LogScan.of(config).read(List.of("orders")));
 * CheckResult result = new NothingLost().check(evidence);
 * }</pre>
 *
 * <p>The processes may be on one Linux machine only: their monotonic clocks are compared.
 *
 * <p><b>Threads</b>: safe for use by many threads, and by many processes that share the directory.
 */
public final class Ledger {

    static final String SENDS = "sends";
    static final String HANDLED = "handled";
    static final String COMMITS = "commits";
    static final String FAULTS = "faults";

    private final Path directory;

    private Ledger(Path directory) {
        this.directory = directory;
    }

    /** A ledger in this directory, which is made when it is not there; what stands in it is kept. */
    public static Ledger in(Path directory) {
        try {
            return new Ledger(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where it is. */
    public Path directory() {
        return directory;
    }

    /** The file of one life of a producer; close it. */
    public SendLog sends(String producer, int life) {
        return new SendLog(open(SENDS, new RecordId(producer, life, 0).producer() + "." + life));
    }

    /**
     * The file of one member of a group; close it.
     *
     * @param member one life of a process: a restart has another name
     */
    public HandlingLog handling(String group, String member) {
        return new HandlingLog(open(HANDLED, group + "@" + member));
    }

    /** The file of who breaks things: one for a ledger; close it. */
    public FaultLog faults() {
        return new FaultLog(open(FAULTS, "all"));
    }

    /**
     * Starts to write down the committed offsets of groups as the brokers have them, until it is closed.
     *
     * @param admin is used and not closed; give one that no fault is in front of
     * @param every how long to wait between two looks
     */
    public CommitWatch watchCommits(Admin admin, Collection<String> groups, Duration every) {
        return CommitWatch.start(open(COMMITS, "all"), admin, groups, every);
    }

    /** Reads all that was written so far, to be judged together with what the brokers' logs hold. */
    public Evidence evidence(Collection<Logged> logs) {
        return EvidenceReader.read(directory, logs);
    }

    private LedgerFile open(String kind, String name) {
        if (!name.matches("[A-Za-z0-9._@-]{1,200}")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be the name of a file of the ledger: use letters, "
                            + "digits, '.', '_' and '-' for the names of producers, groups and members");
        }
        return LedgerFile.append(directory.resolve(kind + "-" + name + ".log"));
    }
}
