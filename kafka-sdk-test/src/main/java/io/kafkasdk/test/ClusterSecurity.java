package io.kafkasdk.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * The secured side of a {@link KafkaCluster}: certificates to trust, users, what they may do, and quotas.
 *
 * <pre>{@code
 * ClusterSecurity security = cluster.security();
 * security.createUser("alice", "secret");
 * security.allow("alice", "orders", AclOperation.WRITE);
 * Map<String, Object> config = Map.of(
 *         "bootstrap.servers", cluster.bootstrapServers(SecureListener.SASL_SSL),
 *         "security.protocol", "SASL_SSL",
 *         "ssl.truststore.type", "PKCS12",
 *         "ssl.truststore.location", security.trustStore().toString(),
 *         "ssl.truststore.password", security.storePassword(),
 *         ...
 * }</pre>
 *
 * <p>Kafka's own authorizer decides. A user may do nothing until allowed to. Clients without a name, that is those of the
 * plain listener and TLS clients without a certificate, are {@code User:ANONYMOUS} and may do everything, because brokers
 * and {@link KafkaCluster#admin()} are among them.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 *
 * <p><b>Lifecycle</b>: that of the cluster; the files are deleted when it is closed.
 *
 * <p><b>Guarantee</b>: users and rules hold on every running broker when the call that sets them returns, and on a broker
 * that was down when it is running again. A quota holds on each broker some milliseconds later, and Kafka measures it over
 * the last ten seconds: ten times as many bytes pass before it throttles ({@code quota.window.num} changes that).
 *
 * <p>All methods that change something block, usually well below a second and at most 90 s, and throw
 * {@link KafkaClusterException} when Kafka refuses it, with Kafka's exception as the cause, or when brokers do not follow.
 */
public final class ClusterSecurity {
    private static final String PRODUCER_RATE = "producer_byte_rate";
    private static final String CONSUMER_RATE = "consumer_byte_rate";

    private final SecurityStores stores;
    private final ScramUsers users;
    private final AccessRules rules;
    private final Admin admin;

    ClusterSecurity(SecurityStores stores, ScramUsers users, AccessRules rules, Admin admin) {
        this.stores = stores;
        this.users = users;
        this.rules = rules;
        this.admin = admin;
    }

    /** A PKCS12 file with the authority that signed the brokers' certificates. */
    public Path trustStore() {
        return stores.trust();
    }

    /** The same authority as a PEM file, for {@code ssl.truststore.type=PEM}; has no password. */
    public Path trustStorePem() {
        return stores.trustPem();
    }

    /** A PKCS12 file with an authority that signed none of the brokers' certificates. */
    public Path foreignTrustStore() {
        return stores.foreignTrust();
    }

    /**
     * A PKCS12 file with a key and a certificate by which {@link SecureListener#TLS} knows a client as the user. The user
     * needs no password. Blocks for half a second the first time.
     *
     * @throws IllegalArgumentException when the name has characters that {@link KafkaClusterBuilder#user} refuses
     * @throws KafkaClusterException when the certificate cannot be made
     */
    public Path keyStore(String user) {
        SecuritySpec.refuseUnfit(user);
        return stores.ofUser(user);
    }

    /** The password of all key and trust stores, and of their keys. Made up anew in each JVM. */
    public String storePassword() {
        return TestCertificates.PASSWORD;
    }

    /**
     * Creates a user for SCRAM-SHA-256 and SCRAM-SHA-512, or gives an existing one another password, which connections
     * that are open do not notice. PLAIN knows only the users of {@link KafkaClusterBuilder#user}, with the passwords
     * from there.
     *
     * @param name see {@link KafkaClusterBuilder#user}
     * @throws IllegalArgumentException when the name or the password has characters that are refused there
     */
    public void createUser(String name, String password) {
        SecuritySpec.refuseUnfit(name, password);
        users.create(Map.of(name, password));
    }

    /**
     * Lets a user do something with a topic. READ and WRITE include DESCRIBE.
     *
     * @param topic its name, or {@code *} for all
     */
    public void allow(String user, String topic, AclOperation... operations) {
        allow(user, topic(topic), operations);
    }

    /** Lets a user do something with any resource, such as topics by prefix or the cluster. */
    public void allow(String user, ResourcePattern resource, AclOperation... operations) {
        rules.allow(user, resource, operations);
    }

    /** Takes back what {@link #allow(String, String, AclOperation...)} gave; nothing happens when it did not. */
    public void revoke(String user, String topic, AclOperation... operations) {
        revoke(user, topic(topic), operations);
    }

    /** Takes back what {@link #allow(String, ResourcePattern, AclOperation...)} gave, or one of the methods below. */
    public void revoke(String user, ResourcePattern resource, AclOperation... operations) {
        rules.revoke(user, resource, operations);
    }

    /** Lets a user be a member of a consumer group and commit for it: READ on the group, {@code *} for all. */
    public void allowGroup(String user, String group) {
        allow(user, new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL), AclOperation.READ);
    }

    /** Lets a user begin and end transactions under an id: WRITE on the transactional id, {@code *} for all. */
    public void allowTransactionalId(String user, String transactionalId) {
        allow(
                user,
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, transactionalId, PatternType.LITERAL),
                AclOperation.WRITE);
    }

    /**
     * Limits how fast each broker takes data from all producers of a user together.
     *
     * @param bytesPerSecond at least 1
     */
    public void producerQuota(String user, long bytesPerSecond) {
        setQuota(user, PRODUCER_RATE, bytesPerSecond);
    }

    /**
     * Limits how fast each broker gives data to all consumers of a user together.
     *
     * @param bytesPerSecond at least 1
     */
    public void consumerQuota(String user, long bytesPerSecond) {
        setQuota(user, CONSUMER_RATE, bytesPerSecond);
    }

    /** Lifts both quotas of a user; nothing happens when there is none. */
    public void clearQuotas(String user) {
        alterQuotas(user, quota(PRODUCER_RATE, null), quota(CONSUMER_RATE, null));
    }

    private void setQuota(String user, String key, long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    key + " of user " + user + " must be at least 1 byte per second, not " + bytesPerSecond);
        }
        alterQuotas(user, quota(key, (double) bytesPerSecond));
    }

    private void alterQuotas(String user, ClientQuotaAlteration.Op... changes) {
        SecuritySpec.refuseUnfit(user);
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user));
        AdminAnswer.await(
                "change the quotas of user " + user,
                admin.alterClientQuotas(List.of(new ClientQuotaAlteration(entity, List.of(changes))))
                        .all());
    }

    private static ClientQuotaAlteration.Op quota(String key, @Nullable Double value) {
        return new ClientQuotaAlteration.Op(key, value);
    }

    private static ResourcePattern topic(String name) {
        return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
    }
}
