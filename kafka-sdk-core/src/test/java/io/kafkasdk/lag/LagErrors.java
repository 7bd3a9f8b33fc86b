package io.kafkasdk.lag;

import java.util.Locale;

/** How far estimates were off, in seconds. */
final class LagErrors {

    private final Mean table = new Mean();
    private final Mean record = new Mean();
    private final Mean naive = new Mean();
    private long looks;
    private long unknown;

    /** Mean and worst of what is never negative. */
    private static final class Mean {
        private long count;
        private double sum;
        private double worst;

        void add(double value) {
            count++;
            sum += value;
            worst = Math.max(worst, value);
        }

        @Override
        public String toString() {
            return count == 0
                    ? String.format(Locale.ROOT, "%19s", "-")
                    : String.format(Locale.ROOT, "%9.2f/%9.2f", sum / count, worst);
        }
    }

    void estimated(TimeLag.Source source, double error) {
        looks++;
        if (source == TimeLag.Source.UNKNOWN) {
            unknown++;
        } else if (source == TimeLag.Source.RECORD) {
            record.add(error);
        } else {
            table.add(error);
        }
    }

    void naive(double error) {
        naive.add(error);
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-28s|%19s|%19s|%19s|%9s",
                "mean/worst error in s",
                "table, bounds, level",
                "record in hand",
                "naive",
                "unknown");
    }

    String row(String name) {
        return String.format(
                Locale.ROOT, "%-28s|%20s|%19s|%19s|%8.1f%%", name, table, record, naive, 100.0 * unknown / looks);
    }
}
