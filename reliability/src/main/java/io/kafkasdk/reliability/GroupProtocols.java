package io.kafkasdk.reliability;

import java.util.List;
import java.util.Locale;

/** By which protocols the groups of a run are members. */
enum GroupProtocols {
    /** The old one only. */
    CLASSIC(List.of("classic")),
    /** The one of KIP-848 only. */
    CONSUMER(List.of("consumer")),
    /** Both at once, in groups of their own. */
    BOTH(List.of("classic", "consumer"));

    private final List<String> names;

    GroupProtocols(List<String> names) {
        this.names = names;
    }

    /** Returns them as {@code group.protocol} names them. */
    List<String> names() {
        return names;
    }

    /** Returns one of them, in turn. */
    String inTurn(int turn) {
        return names.get(Math.floorMod(turn, names.size()));
    }

    /**
     * Reads its name.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    static GroupProtocols named(String text) {
        for (GroupProtocols protocols : values()) {
            if (protocols.name().toLowerCase(Locale.ROOT).equals(text)) {
                return protocols;
            }
        }
        throw new IllegalArgumentException("--protocol is classic, consumer or both, not '" + text + "'");
    }
}
