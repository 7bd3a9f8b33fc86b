package io.kafkasdk.test.ledger;

import java.util.regex.Pattern;

/**
 * Which record it is, in all of a run.
 *
 * @param producer who sends it: 1 to 60 letters, digits, {@code _} and {@code -}
 * @param life the how-manieth process or client of that name, from 0: its numbers begin anew
 * @param number the how-manieth record of that life, from 0
 */
public record RecordId(String producer, int life, long number) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when it has other characters, or life or number are negative
     */
    public RecordId {
        if (!NAME.matcher(producer).matches() || life < 0 || number < 0) {
            throw new IllegalArgumentException("Not the id of a record: producer '" + producer + "', life " + life
                    + ", number " + number + "; a producer is named by 1 to 60 letters, digits, '_' and '-'");
        }
    }

    /** Returns it as {@code producer.life.number}, which {@link #parse} reads. */
    @Override
    public String toString() {
        return producer + "." + life + "." + number;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static RecordId parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Not the id of a record: '" + text + "'");
        }
        return new RecordId(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
}
