package io.kafkasdk.test.nemesis;

import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.jspecify.annotations.Nullable;

/** What clients may no longer do, or no longer do as fast. */
final class FaultsOfRights {
    private static final List<String> RATES = List.of("producer_byte_rate", "consumer_byte_rate");

    private final Arena arena;

    FaultsOfRights(Arena arena) {
        this.arena = arena;
    }

    Fault quota() {
        long bytesPerSecond = arena.quotaBytesPerSecond();
        return new Act(
                FaultKind.QUOTA,
                bytesPerSecond + " bytes per second for " + arena.limited(),
                () -> limit((double) bytesPerSecond),
                () -> limit(null));
    }

    private void limit(@Nullable Double bytesPerSecond) {
        Admin admin = arena.cluster().admin();
        List<ClientQuotaAlteration.Op> rates = RATES.stream()
                .map(rate -> new ClientQuotaAlteration.Op(rate, bytesPerSecond))
                .toList();
        Answer.of(
                "change the quotas of " + arena.limited(),
                admin.alterClientQuotas(arena.limited().stream()
                                .map(entity -> new ClientQuotaAlteration(entity, rates))
                                .toList())
                        .all());
    }

    Fault revoked() {
        Arena.Guarded guarded = arena.guarded();
        AclOperation[] operations = guarded.operations().toArray(AclOperation[]::new);
        return new Act(
                FaultKind.ACL_REVOKED,
                guarded.operations() + " of user " + guarded.user() + " on topic " + guarded.topic(),
                () -> arena.cluster().security().revoke(guarded.user(), guarded.topic(), operations),
                () -> arena.cluster().security().allow(guarded.user(), guarded.topic(), operations));
    }
}
