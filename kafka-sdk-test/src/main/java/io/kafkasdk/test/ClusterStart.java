package io.kafkasdk.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Brings one cluster up, or throws and leaves nothing behind but its logs. */
final class ClusterStart {
    private static final int ATTEMPTS = 3;
    private static final Duration ADMIN_CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ClusterSpec spec;
    private final Consumer<String> progress;

    ClusterStart(ClusterSpec spec, Consumer<String> progress) {
        this.spec = spec;
        this.progress = progress;
    }

    /** A port may be taken by a program that does not know our reservations; then all is tried again on other ports. */
    KafkaCluster start() {
        for (int attempt = 1; ; attempt++) {
            ClusterDirectory directory = ClusterDirectory.create();
            try {
                return start(directory);
            } catch (KafkaClusterException e) {
                if (attempt == ATTEMPTS || !portWasTaken(directory)) {
                    throw e;
                }
                progress.accept("A port was taken by another program; trying other ports");
            }
        }
    }

    private KafkaCluster start(ClusterDirectory directory) {
        OpenResources resources = new OpenResources();
        try {
            resources.add(directory);
            PortReservation ports = resources.add(PortReservation.of(ClusterLayout.ports(spec)));
            ClusterLayout layout = ClusterLayout.of(Uuid.randomUuid().toString(), ports.ports(), spec);
            BrokerHost host = resources.add(host(directory, layout.clusterId()));
            SecurityStores stores = spec.security().enabled() ? stores(directory) : null;
            List<BrokerNode> nodes = place(host, layout, directory, stores);
            Readiness readiness = new Readiness(nodes);
            List<Broker> brokers = new ArrayList<>();
            for (BrokerNode node : nodes) {
                FaultyLink link = spec.faultyLinks() ? resources.add(link(node)) : null;
                brokers.add(new Broker(node, readiness, spec.brokers() / 2 + 1, link));
            }
            progress.accept("Starting Kafka at " + layout.bootstrapServers() + ", logs in " + directory.path());
            nodes.forEach(BrokerNode::launch);
            readiness.awaitRegistered(nodes, Broker.START_LIMIT);
            Admin admin = admin(layout);
            resources.add(() -> admin.close(ADMIN_CLOSE_LIMIT));
            KafkaCluster.Members members = new KafkaCluster.Members(nodes, brokers, readiness, admin);
            ClusterSecurity security = stores == null ? null : security(stores, members);
            return new KafkaCluster(layout, directory.path(), members, security, resources);
        } catch (RuntimeException | Error e) {
            closeAfter(e, resources);
            throw e;
        }
    }

    private BrokerHost host(ClusterDirectory directory, String clusterId) {
        boolean containers = switch (spec.backend()) {
            case PROCESS -> false;
            case CONTAINER -> true;
            case AUTO -> !spec.needsProcesses() && ContainerBackend.isAvailable();
        };
        if (containers && spec.needsProcesses()) {
            throw new KafkaClusterException((spec.security().enabled() ? "Secured listeners need" : "JVM options need")
                    + " the back end " + Backend.PROCESS
                    + ", because they name files of this machine; the container back end was asked for");
        }
        if (!containers) {
            return new ProcessBackend(directory, clusterId, BrokerJars.locate(progress), spec.jvmOptions());
        }
        if (!ContainerBackend.isOnClassPath()) {
            throw new KafkaClusterException("The container back end needs org.testcontainers:testcontainers-kafka "
                    + "on the class path; add it, or leave the back end at " + Backend.PROCESS);
        }
        return new ContainerBackend(directory, clusterId);
    }

    private List<BrokerNode> place(
            BrokerHost host, ClusterLayout layout, ClusterDirectory directory, @Nullable SecurityStores stores) {
        Map<String, String> security = stores == null
                ? Map.of()
                : SecurityProperties.of(stores, spec.security().users());
        List<BrokerNode> nodes = new ArrayList<>();
        for (int id = 1; id <= spec.brokers(); id++) {
            BrokerRuntime runtime = host.place(id, BrokerProperties.of(spec, layout, id, security));
            nodes.add(new BrokerNode(id, layout.node(id), directory.log(id), runtime));
        }
        return nodes;
    }

    private static SecurityStores stores(ClusterDirectory directory) {
        return SecurityStores.write(directory.run().resolve("security"), TestCertificates.ofThisJvm());
    }

    private ClusterSecurity security(SecurityStores stores, KafkaCluster.Members members) {
        ScramUsers users = new ScramUsers(members.admin(), members.readiness());
        users.create(spec.security().users());
        return new ClusterSecurity(
                stores, users, new AccessRules(members.admin(), members.readiness()), members.admin());
    }

    private static FaultyLink link(BrokerNode node) {
        return FaultyLink.listen(
                "broker-" + node.id(), node.ports().advertised(), node.ports().client());
    }

    private Admin admin(ClusterLayout layout) {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, layout.directServers(spec.faultyLinks()));
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, "kafka-sdk-test-admin");
        return Admin.create(config);
    }

    private boolean portWasTaken(ClusterDirectory directory) {
        for (int id = 1; id <= spec.brokers(); id++) {
            if (LogTail.of(directory.log(id), 200).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }

    private static void closeAfter(Throwable failure, OpenResources resources) {
        try {
            resources.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
