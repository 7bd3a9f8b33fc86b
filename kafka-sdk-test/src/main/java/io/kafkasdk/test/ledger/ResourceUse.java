package io.kafkasdk.test.ledger;

/**
 * What a process uses at one moment.
 *
 * @param threads live threads
 * @param files open file descriptors, sockets among them; -1 when it cannot be told
 * @param heapBytes heap in use after a garbage collection
 * @param series meters of its registry; -1 when it has none
 */
public record ResourceUse(int threads, long files, long heapBytes, int series) {

    String text() {
        return threads + " " + files + " " + heapBytes + " " + series;
    }

    static ResourceUse parse(String text) {
        String[] parts = text.split(" ", -1);
        return new ResourceUse(
                Integer.parseInt(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Integer.parseInt(parts[3]));
    }
}
