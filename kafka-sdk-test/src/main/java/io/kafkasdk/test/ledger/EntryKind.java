package io.kafkasdk.test.ledger;

/** What a line of the ledger says, and the letter that it begins with. */
enum EntryKind {
    INTENT('I'),
    ACKED('A'),
    REJECTED('R'),
    UNKNOWN('U'),
    BEGAN('B'),
    DONE('D'),
    FAILED('F'),
    SKIPPED('S'),
    ASSIGNED('+'),
    REVOKED('-'),
    LOST('!'),
    CLAIM('M'),
    SAMPLE('P'),
    COMMIT_SEEN('C'),
    FAULT_BEGAN('N'),
    FAULT_HEALED('H'),
    FAULT_OVER('O'),
    REMOVED('X');

    private static final EntryKind[] ALL = values();
    private final char letter;

    EntryKind(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    static EntryKind of(char letter) {
        for (EntryKind kind : ALL) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No line of the ledger begins with '" + letter + "'");
    }
}
