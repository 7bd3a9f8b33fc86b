package io.kafkasdk.spring.boot.springkafka;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Where a client starts from.
 *
 * @param hosts each one host:port
 */
record BrokerAddresses(Set<String> hosts) {

    static BrokerAddresses of(Map<String, Object> config) {
        Set<String> hosts = new TreeSet<>();
        each(config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))
                .flatMap(entry -> Arrays.stream(entry.split(",", -1)))
                .map(BrokerAddresses::plain)
                .filter(host -> !host.isEmpty())
                .forEach(hosts::add);
        return new BrokerAddresses(hosts);
    }

    private static Stream<String> each(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf);
        }
        return value == null ? Stream.of() : Stream.of(value.toString());
    }

    /** One common address is enough: two clusters have none. */
    boolean overlap(Collection<String> others) {
        return others.stream().map(BrokerAddresses::plain).anyMatch(hosts::contains);
    }

    private static String plain(String address) {
        return address.trim().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return hosts.toString();
    }
}
