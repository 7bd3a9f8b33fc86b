package io.kafkasdk.test.trial;

import java.time.Duration;

/** One run of a trial. */
record TrialPlan(TrialFault fault, Size size, long seed, Times times) {

    /** How much of everything. */
    record Size(int partitions, int records, int keys, int members) {
        Size {
            within("partitions", partitions, 1, 100);
            within("records", records, 100, 10_000_000);
            within("keys", keys, 1, 1_000_000);
            within("members", members, 1, 10);
        }
    }

    /**
     * How long everything may take.
     *
     * @param fault how long the fault lasts
     * @param silence how long the group may handle nothing around it
     * @param patience how long until all is committed after it
     */
    record Times(Duration fault, Duration silence, Duration patience) {}

    static TrialPlan of(HandlerTrialTest wanted, TrialFault fault) {
        within("patienceSeconds", wanted.patienceSeconds(), 1, 3_600);
        return new TrialPlan(
                fault,
                new Size(wanted.partitions(), wanted.records(), wanted.keys(), wanted.members()),
                wanted.seed(),
                new Times(
                        seconds("faultSeconds", wanted.faultSeconds(), fault.length()),
                        seconds("silenceSeconds", wanted.silenceSeconds(), fault.silence()),
                        Duration.ofSeconds(wanted.patienceSeconds())));
    }

    private static Duration seconds(String what, int wanted, Duration usual) {
        within(what, wanted, 0, 3_600);
        return wanted == 0 ? usual : Duration.ofSeconds(wanted);
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "@HandlerTrialTest(" + what + " = " + value + ") must be from " + least + " to " + most);
        }
    }
}
