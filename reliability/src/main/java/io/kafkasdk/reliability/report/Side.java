package io.kafkasdk.reliability.report;

import io.kafkasdk.test.ledger.Evidence;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who was at work: the SDK, which is judged, or the plain client, which is broken by the same faults beside it. All names
 * of the plain client's topics, producers and groups begin with {@value #PLAIN_PREFIX}, no other does.
 */
public enum Side {
    /** What is judged. */
    SDK("SDK"),
    /** What it is compared with. */
    PLAIN("plain client");

    /** How the names of the plain client's topics, producers and groups begin. */
    public static final String PLAIN_PREFIX = "plain";

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** Returns its name in reports. */
    public String label() {
        return label;
    }

    /** Tells whether a topic, a producer, a group, or {@code who} of a claim or sample, is of this side. */
    public boolean has(String name) {
        return name.startsWith(PLAIN_PREFIX) == (this == PLAIN);
    }

    /** Returns the evidence that is about this side; faults and removals are about both. */
    public Evidence part(Evidence all) {
        return new Evidence(
                all.sent().entrySet().stream()
                        .filter(sent -> has(sent.getKey().producer()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                all.logs().stream()
                        .filter(record -> has(record.partition().topic()))
                        .toList(),
                all.handlings().stream()
                        .filter(handling -> has(handling.group()))
                        .toList(),
                all.commits().stream().filter(commit -> has(commit.group())).toList(),
                all.ownerships().stream().filter(owned -> has(owned.group())).toList(),
                all.faults(),
                all.removals(),
                all.skips().stream().filter(skip -> has(skip.group())).toList(),
                all.claims().stream().filter(claim -> has(claim.who())).toList(),
                all.samples().stream().filter(sample -> has(sample.who())).toList());
    }
}
