package io.kafkasdk.benchmarks.child;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The command line of a child: {@code name=value} for each setting.
 *
 * @param settings by name
 */
record Arguments(Map<String, String> settings) {

    static Arguments parse(String... args) {
        return new Arguments(Arrays.stream(args)
                .map(arg -> arg.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    /** Returns the arguments that {@link #parse} reads. */
    List<String> texts() {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList();
    }

    Arguments with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return new Arguments(all);
    }

    String text(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The argument " + name + "=... is missing; trials start this, not you");
        }
        return value;
    }

    /** Returns those whose names begin with a prefix, without it. */
    Map<String, Object> under(String prefix) {
        Map<String, Object> found = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
