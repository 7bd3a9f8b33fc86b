package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * That calls return only when every broker follows. Brokers of one cluster follow too soon to see it, so the second
 * broker is here one of another cluster, which follows when the test says so.
 */
class SecurityOnEveryBrokerIT {
    private static final ResourcePattern TOPIC = new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.LITERAL);
    private static final AclBinding RULE = new AclBinding(
            TOPIC, new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));

    private static final OpenResources RESOURCES = new OpenResources();
    private static KafkaCluster cluster;
    private static KafkaCluster slow;

    private final ExecutorService caller = Executors.newSingleThreadExecutor();

    @BeforeAll
    static void start() {
        cluster = RESOURCES.add(secured());
        slow = RESOURCES.add(secured());
    }

    @AfterAll
    static void close() {
        RESOURCES.close();
    }

    @AfterEach
    void endTheCaller() {
        caller.shutdownNow();
    }

    @Test
    void aRuleIsGivenAndTakenBackOnlyWhenEveryBrokerFollows() throws Exception {
        AccessRules rules = new AccessRules(cluster.admin(), bothBrokers());

        Future<?> allowed = caller.submit(() -> rules.allow("alice", TOPIC, AclOperation.READ));
        await().until(() -> rulesOf(cluster).contains(RULE));
        staysUndone(allowed);
        slow.admin().createAcls(List.of(RULE)).all().get();
        isDone(allowed);

        Future<?> revoked = caller.submit(() -> rules.revoke("alice", TOPIC, AclOperation.READ));
        await().until(() -> !rulesOf(cluster).contains(RULE));
        staysUndone(revoked);
        slow.admin().deleteAcls(List.of(RULE.toFilter())).all().get();
        isDone(revoked);
    }

    @Test
    void aUserIsCreatedOnlyWhenEveryBrokerKnowsThePassword() throws Exception {
        ScramUsers users = new ScramUsers(cluster.admin(), bothBrokers());

        Future<?> unknown = caller.submit(() -> users.create(Map.of("bob", "secret")));
        await().until(() -> userNames(cluster).contains("bob"));
        staysUndone(unknown);

        slow.security().createUser("bob", "another salt");
        staysUndone(unknown);
    }

    private static KafkaCluster secured() {
        return KafkaCluster.builder()
                .brokers(1)
                .withSecurity()
                .backend(Backend.PROCESS)
                .start();
    }

    private static Readiness bothBrokers() {
        return new Readiness(List.of(node(1, cluster), node(2, slow)));
    }

    private static BrokerNode node(int id, KafkaCluster cluster) {
        int client = port(cluster.bootstrapServers());
        int sasl = port(cluster.bootstrapServers(SecureListener.SASL_PLAINTEXT));
        NodePorts ports = new NodePorts(client, client, 0, 0, Map.of(SecureListener.SASL_PLAINTEXT, sasl));
        return new BrokerNode(id, ports, Path.of("none"), new AlwaysAlive());
    }

    private static int port(String address) {
        return Integer.parseInt(address.replace("localhost:", ""));
    }

    private static Collection<AclBinding> rulesOf(KafkaCluster cluster) throws Exception {
        return cluster.admin().describeAcls(RULE.toFilter()).values().get();
    }

    private static List<String> userNames(KafkaCluster cluster) throws Exception {
        return new ArrayList<>(
                cluster.admin().describeUserScramCredentials().users().get());
    }

    private static void staysUndone(Future<?> call) {
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2)).until(() -> !call.isDone());
    }

    private static void isDone(Future<?> call) throws Exception {
        await().atMost(Duration.ofSeconds(10)).until(call::isDone);
        assertThat(call.get()).isNull();
    }

    private static final class AlwaysAlive implements BrokerRuntime {
        @Override
        public void launch() {}

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void kill() {}

        @Override
        public boolean terminate(Duration limit) {
            return true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
