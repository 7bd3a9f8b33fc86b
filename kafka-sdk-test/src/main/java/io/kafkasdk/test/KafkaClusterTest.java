package io.kafkasdk.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a JUnit test class a real Kafka cluster.
 *
 * <pre>{@code
 * @KafkaClusterTest(brokers = 3, faultyLinks = true)
 * class OrdersIT {
 *     @Test
 *     void survivesABrokerCrash(KafkaCluster cluster) { ... }
 * }
 * }</pre>
 *
 * <p>The cluster is injected into parameters of constructors, tests and lifecycle methods, and into fields, static or
 * not, whose type is {@link KafkaCluster}. Nested classes use the cluster of the class around them unless they carry the
 * annotation themselves. A failing test names the directory of the brokers' logs as a suppressed exception.
 *
 * <p><b>Lifecycle</b>: started before the first use in the class, closed as {@link #sharing()} says.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(KafkaClusterExtension.class)
public @interface KafkaClusterTest {
    /** How many brokers, 1 to 9. */
    int brokers() default 3;

    /** Whether a {@link FaultyLink} lies between the clients and each broker. */
    boolean faultyLinks() default false;

    /** Whether brokers have listeners with TLS and SASL too, and an authorizer; see {@link KafkaCluster#security()}. */
    boolean secured() default false;

    /**
     * Users as {@code name=password}, who can log in with PLAIN and SCRAM from the start; any makes the cluster secured.
     * See {@link KafkaClusterBuilder#user}.
     */
    String[] users() default {};

    /** Broker properties as {@code name=value}, over the kit's own defaults. */
    String[] properties() default {};

    /** Whether other classes may use the same cluster. The default is safe for tests that break it. */
    Sharing sharing() default Sharing.CLASS;
}
