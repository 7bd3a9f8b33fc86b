package io.kafkasdk.cluster;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.internal.TlsSockets;
import io.kafkasdk.settings.ClusterSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what answers at the bootstrap addresses. Kafka clients report a wrong host, a wrong port, a TLS listener
 * without TLS, a plain listener with TLS and a missing SASL login all as the same timeout; this names which it is.
 *
 * <p>It connects to the configured addresses and to nothing else, sends no secret, and trusts no certificate that the
 * settings do not trust: it only looks at how the other side begins to answer.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. Starts one short-lived daemon thread per address.
 *
 * <p><b>Guarantee:</b> returns within the limit. Inside TLS it looks for one thing only, a login that is demanded and that
 * the settings do not have: a certificate or password that is refused is reported by the Kafka client itself.
 */
public final class BootstrapProbe {

    private static final int MOST_ADDRESSES = 8;

    private final ClusterSettings cluster;

    /**
     * Makes a probe; connects to nothing yet.
     *
     * @param cluster where the cluster should be, and which security its listener should have
     */
    public BootstrapProbe(ClusterSettings cluster) {
        this.cluster = cluster;
    }

    /**
     * Tries the addresses, at most 8 of them and all at the same time. Blocks up to the limit, and no longer than until
     * the first address answers as expected.
     *
     * @param limit the longest time to block; 3 s is plenty, 300 ms is enough for a cluster nearby
     * @return what each address answers and what to change, or empty when at least one answers as expected
     */
    public Optional<Diagnosis> run(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Expectation expectation = expectation();
        List<String> addresses = cluster.bootstrapServers().stream()
                .distinct()
                .limit(MOST_ADDRESSES)
                .toList();
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        TlsSockets tls = new TlsSockets(cluster);
        for (String address : addresses) {
            Runnable task =
                    () -> answers.add(new Answer(address, AddressProbe.run(address, expectation, tls, deadline)));
            SdkThreads.newThread("probe", address, task).start();
        }
        Map<String, Finding> findings = new LinkedHashMap<>();
        addresses.forEach(address -> findings.put(address, Finding.of(Finding.Kind.NO_ANSWER)));
        for (int i = 0; i < addresses.size(); i++) {
            Answer answer = next(answers, deadline);
            if (answer == null) {
                break;
            }
            if (answer.finding().kind() == Finding.Kind.AS_EXPECTED) {
                return Optional.empty();
            }
            findings.put(answer.address(), answer.finding());
        }
        return Optional.of(diagnose(findings, expectation));
    }

    /** Returns which security the listeners of this cluster should have. */
    Expectation expectation() {
        return Expectation.of(cluster.security());
    }

    private static @Nullable Answer next(BlockingQueue<Answer> answers, Deadline deadline) {
        try {
            return answers.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Returns who names the settings with which the cluster is reached. */
    AccessCures access() {
        return new AccessCures(cluster.security());
    }

    private Diagnosis diagnose(Map<String, Finding> findings, Expectation expectation) {
        ErrorKind kind = findings.values().stream()
                .map(finding -> finding.kind().error())
                .filter(error -> error != ErrorKind.UNREACHABLE)
                .findFirst()
                .orElse(ErrorKind.UNREACHABLE);
        String what = "No bootstrap address of cluster '" + cluster.name() + "' answers as a Kafka listener with "
                + expectation.protocol();
        String cause = findings.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().text(expectation))
                .collect(Collectors.joining("; "));
        LinkedHashSet<String> cures = new LinkedHashSet<>();
        findings.values().forEach(finding -> cures.add(finding.kind().cure(expectation)));
        return new Diagnosis(kind, what, cause, String.join("; ", cures));
    }

    private record Answer(String address, Finding finding) {}
}
