package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether a restart of this process may help: DOWN when a consumer's poll thread hangs, or one failed of something unforeseen,
 * UP in all other cases. What a restart does not cure does not count: what is wrong outside of the process, a record at which
 * a consumer stopped as declared, a missing right, a setting. Nor do adopted consumers. Never blocks.
 */
final class KafkaSdkLivenessHealthIndicator implements HealthIndicator {

    private final KafkaSdks sdks;

    KafkaSdkLivenessHealthIndicator(KafkaSdks sdks) {
        this.sdks = sdks;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        sdks.all().forEach((alias, sdk) -> health.withDetail(alias, look(sdk, health)));
        return health.build();
    }

    private static Map<String, Object> look(KafkaSdk sdk, Health.Builder health) {
        List<MemberHealth> members = MemberHealth.of(sdk);
        if (statusOf(members).equals(Status.DOWN)) {
            health.down();
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("consumers", members.stream().map(MemberHealth::details).toList());
        return details;
    }

    static Status statusOf(List<MemberHealth> members) {
        return members.stream().anyMatch(MemberHealth::isCuredByRestart) ? Status.DOWN : Status.UP;
    }
}
