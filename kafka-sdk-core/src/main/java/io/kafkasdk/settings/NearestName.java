package io.kafkasdk.settings;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known name that a misspelt one was probably meant to be. */
public final class NearestName {

    private NearestName() {}

    /**
     * Returns the nearest of the names, or null where none is near (more than a third of the letters differ).
     *
     * @param misspelt the name that is not among them
     * @param names the known ones
     */
    public static @Nullable String of(String misspelt, Collection<String> names) {
        String wanted = misspelt.toLowerCase(Locale.ROOT);
        String nearest = null;
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(wanted, name);
            if (distance < least || (distance == least && nearest != null && name.compareTo(nearest) < 0)) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /** The Levenshtein distance, in two rows. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
