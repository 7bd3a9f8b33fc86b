package io.kafkasdk.acks;

/** Matches topic names against patterns with {@code *} and {@code ?}, without going back more than one star. */
final class TopicGlob {

    private TopicGlob() {}

    static boolean matches(String pattern, String topic) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < topic.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (wanted == '*') {
                star = p++;
                retry = t;
            } else if (wanted == '?' || wanted == topic.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
