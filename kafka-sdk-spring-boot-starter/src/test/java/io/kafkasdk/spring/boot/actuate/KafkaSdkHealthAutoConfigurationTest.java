package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KafkaSdkHealthAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    KafkaSdkEndpointAutoConfiguration.class,
                    KafkaSdkHealthAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    ApplicationAvailabilityAutoConfiguration.class,
                    AvailabilityHealthContributorAutoConfiguration.class,
                    AvailabilityProbesAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=orders",
                    "kafka-sdk.bootstrap-servers=localhost:1",
                    "management.endpoint.health.probes.add-additional-paths=true");

    @Test
    void bothIndicatorsAreThereAndMembersOfTheProbes() {
        application.run(context -> {
            assertThat(context).hasBean("kafkaSdkReadinessHealthIndicator").hasBean("kafkaSdkLivenessHealthIndicator");
            HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
            assertThat(group(groups, "readiness").isMember("kafkaSdkReadiness")).isTrue();
            assertThat(group(groups, "readiness").isMember("readinessState")).isTrue();
            assertThat(group(groups, "readiness").isMember("kafkaSdkLiveness")).isFalse();
            assertThat(group(groups, "liveness").isMember("kafkaSdkLiveness")).isTrue();
            assertThat(group(groups, "liveness").isMember("livenessState")).isTrue();
            assertThat(group(groups, "liveness").isMember("kafkaSdkReadiness")).isFalse();
        });
    }

    @Test
    void keepsTheAdditionalPathsOfTheProbes() {
        application.run(context -> assertThat(context.getBean(AdditionalPathsMapper.class)
                        .getAdditionalPaths(HealthEndpoint.ID, WebServerNamespace.SERVER))
                .containsExactlyInAnyOrder("/livez", "/readyz"));
    }

    @Test
    void leavesAGroupAloneWhoseMembersTheApplicationLists() {
        application
                .withPropertyValues("management.endpoint.health.group.readiness.include=readinessState")
                .run(context -> {
                    HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
                    assertThat(group(groups, "readiness").isMember("kafkaSdkReadiness"))
                            .isFalse();
                    assertThat(group(groups, "liveness").isMember("kafkaSdkLiveness"))
                            .isTrue();
                });
    }

    @Test
    void makesNoGroupWhereThereAreNone() {
        application
                .withPropertyValues("management.endpoint.health.probes.enabled=false")
                .run(context -> assertThat(
                                context.getBean(HealthEndpointGroups.class).getNames())
                        .isEqualTo(Set.of()));
    }

    @Test
    void isOffByTheUsualSwitch() {
        application
                .withPropertyValues("management.health.kafkasdk.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("kafkaSdkReadinessHealthIndicator")
                        .doesNotHaveBean("kafkaSdkLivenessHealthIndicator"));
    }

    @Test
    void isOffWhenTheSdkIs() {
        application
                .withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("kafkaSdkReadinessHealthIndicator"));
    }

    @Test
    void isNotThereWithoutHealth() {
        application
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("kafkaSdkReadinessHealthIndicator"));
    }

    @Test
    void stepsBackForIndicatorsOfTheApplication() {
        HealthIndicator own = () -> Health.up().build();
        application
                .withBean("kafkaSdkReadinessHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context.getBean("kafkaSdkReadinessHealthIndicator"))
                        .isSameAs(own));
    }

    @Test
    void worksWithoutTheAutoConfigurationOfTheEndpoint() {
        application
                .withPropertyValues("spring.autoconfigure.exclude=" + KafkaSdkEndpointAutoConfiguration.class.getName())
                .run(context -> assertThat(context).hasNotFailed().hasBean("kafkaSdkReadinessHealthIndicator"));
    }

    @Test
    void waitsForASilentClusterHalfASecondAtMostAndIsAliveMeanwhile() {
        application.run(context -> {
            HealthIndicator readiness = context.getBean("kafkaSdkReadinessHealthIndicator", HealthIndicator.class);
            HealthIndicator liveness = context.getBean("kafkaSdkLivenessHealthIndicator", HealthIndicator.class);

            long begin = System.nanoTime();
            Status first = readiness.health().getStatus();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(first).isIn(Status.OUT_OF_SERVICE, Status.DOWN);
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            assertThat(liveness.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    private static HealthEndpointGroup group(HealthEndpointGroups groups, String name) {
        HealthEndpointGroup group = groups.get(name);
        assertThat(group).isNotNull();
        return group;
    }
}
