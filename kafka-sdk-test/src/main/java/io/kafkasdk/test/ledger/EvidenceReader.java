package io.kafkasdk.test.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts together what all files of a ledger say. */
final class EvidenceReader {

    private static final String SUFFIX = ".log";

    private final Map<RecordId, Sent> sent = new HashMap<>();
    private final List<Handling> handlings = new ArrayList<>();
    private final List<Ownership> ownerships = new ArrayList<>();
    private final List<CommitSeen> commits = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private final FaultEntries faults = new FaultEntries();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    private final Pool pool = new Pool();

    private EvidenceReader() {}

    static Evidence read(Path directory, Collection<Logged> logs) {
        EvidenceReader reader = new EvidenceReader();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(reader::file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Evidence(
                reader.sent,
                List.copyOf(logs),
                inOrder(reader.handlings, Comparator.comparingLong(Handling::beganAt)),
                inOrder(reader.commits, Comparator.comparingLong(CommitSeen::toldAt)),
                inOrder(reader.ownerships, Comparator.comparingLong(Ownership::from)),
                reader.faults.periods(),
                reader.faults.removals(),
                reader.skips,
                reader.claims,
                inOrder(reader.samples, Comparator.comparingLong(Sample::nanos)));
    }

    private static <T> List<T> inOrder(List<T> list, Comparator<T> order) {
        list.sort(order);
        return list;
    }

    private void file(Path path) {
        String name = path.getFileName().toString();
        String who = name.substring(name.indexOf('-') + 1, name.length() - SUFFIX.length());
        if (name.startsWith(Ledger.SENDS + "-")) {
            LedgerFile.read(path, entry -> sends(who, entry));
        } else if (name.startsWith(Ledger.HANDLED + "-")) {
            MemberEntries member =
                    new MemberEntries(pool, who.substring(0, who.indexOf('@')), who.substring(who.indexOf('@') + 1));
            LedgerFile.read(path, entry -> handled(member, entry));
            handlings.addAll(member.handlings());
            ownerships.addAll(member.ownerships());
        } else if (name.startsWith(Ledger.COMMITS + "-")) {
            LedgerFile.read(path, this::commit);
        } else if (name.startsWith(Ledger.FAULTS + "-")) {
            LedgerFile.read(path, faults::add);
        }
    }

    private void sends(String who, LedgerEntry entry) {
        switch (entry.kind()) {
            case INTENT -> {
                Stamp stamp = pool.stamp(Stamp.parse(entry.text(0)));
                sent.put(stamp.id(), new Sent(stamp, entry.nanos(), Sent.Outcome.UNKNOWN, 0, null, -1, "", 0));
            }
            case ACKED -> told(entry, Sent.Outcome.ACKED);
            case REJECTED -> told(entry, Sent.Outcome.REJECTED);
            case UNKNOWN -> told(entry, Sent.Outcome.UNKNOWN);
            default -> common(who, entry);
        }
    }

    private void told(LedgerEntry entry, Sent.Outcome outcome) {
        RecordId id = pool.id(RecordId.parse(entry.text(0)));
        Sent intent = sent.get(id);
        if (intent == null) {
            throw new IllegalStateException("The ledger has an outcome of " + id + ", but no intent to send it");
        }
        boolean isAcked = outcome == Sent.Outcome.ACKED;
        sent.put(
                id,
                new Sent(
                        intent.stamp(),
                        intent.intendedAt(),
                        outcome,
                        entry.nanos(),
                        isAcked ? pool.partition(entry.text(1), (int) entry.number(2)) : null,
                        isAcked ? entry.number(3) : -1,
                        isAcked ? "" : entry.text(1),
                        intent.told() + 1));
    }

    private void handled(MemberEntries member, LedgerEntry entry) {
        switch (entry.kind()) {
            case BEGAN, DONE, FAILED, ASSIGNED, REVOKED, LOST -> member.add(entry);
            case SKIPPED ->
                skips.add(new Skip(
                        member.group(),
                        member.name(),
                        member.partition(entry),
                        entry.number(2),
                        entry.number(3),
                        entry.nanos()));
            default -> common(member.group() + "/" + member.name(), entry);
        }
    }

    private void common(String who, LedgerEntry entry) {
        switch (entry.kind()) {
            case CLAIM -> claims.add(new Claim(who, entry.text(0), entry.number(1)));
            case SAMPLE -> samples.add(new Sample(who, entry.nanos(), ResourceUse.parse(entry.text(0))));
            default ->
                throw new IllegalStateException("The ledger of " + who + " has an entry of another kind: " + entry);
        }
    }

    private void commit(LedgerEntry entry) {
        commits.add(new CommitSeen(
                pool.text(entry.text(1)),
                pool.partition(entry.text(2), (int) entry.number(3)),
                entry.number(4),
                entry.number(0),
                entry.nanos()));
    }
}
