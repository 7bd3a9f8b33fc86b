package io.kafkasdk.samples.quickstart;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a run.
 *
 * @param main takes the stream
 * @param fragile takes a trickle, and stops when one replica is out; null where the cluster has a single broker
 */
record Topics(String main, @Nullable String fragile) {

    List<String> all() {
        return Stream.of(main, fragile).filter(name -> name != null).toList();
    }
}
