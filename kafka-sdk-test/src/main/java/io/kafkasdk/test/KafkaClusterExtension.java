package io.kafkasdk.test;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/** What {@link KafkaClusterTest} does. The clusters live in JUnit's stores, which close them. */
final class KafkaClusterExtension
        implements BeforeAllCallback,
                TestInstancePostProcessor,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(KafkaClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        KafkaCluster cluster = cluster(context);
        refuseBroken(cluster, context);
        for (Field field : fields(context.getRequiredTestClass())) {
            if (ModifierSupport.isStatic(field)) {
                inject(cluster, field, null);
            }
        }
    }

    @Override
    public void postProcessTestInstance(Object testInstance, ExtensionContext context) throws IllegalAccessException {
        for (Field field : fields(testInstance.getClass())) {
            if (ModifierSupport.isNotStatic(field)) {
                inject(cluster(context), field, testInstance);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLogs(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLogs(context, failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLogs(context, failure);
    }

    private static Throwable withLogs(ExtensionContext context, Throwable failure) {
        if (!(failure instanceof TestAbortedException)) {
            failure.addSuppressed(new BrokerLogsNote(cluster(context).logDirectory()));
        }
        return failure;
    }

    private static KafkaCluster cluster(ExtensionContext context) {
        ExtensionContext home = annotated(context);
        KafkaClusterTest wanted = wanted(home);
        ExtensionContext owner = wanted.sharing() == Sharing.JVM ? home.getRoot() : home;
        // Stores ask their parents' stores too: the owner's id keeps a class of its own off an equal shared cluster.
        Key key = new Key(owner.getUniqueId(), spec(wanted));
        return owner.getStore(NAMESPACE).getOrComputeIfAbsent(key, absent -> start(absent.spec()), KafkaCluster.class);
    }

    private static void refuseBroken(KafkaCluster cluster, ExtensionContext context) {
        if (wanted(annotated(context)).sharing() != Sharing.JVM) {
            return; // a class may break its own cluster before its nested classes
        }
        for (Broker broker : cluster.brokers()) {
            if (!broker.isRunning()) {
                throw new ExtensionConfigurationException(broker + " is not running before " + context.getDisplayName()
                        + ": a class before it with Sharing.JVM broke the cluster; give that class Sharing.CLASS, "
                        + "or let it end with KafkaCluster.restore()");
            }
        }
    }

    private static KafkaCluster start(ClusterSpec spec) {
        return new ClusterStart(spec, KafkaClusterBuilder.LOG_PROGRESS).start();
    }

    private record Key(String owner, ClusterSpec spec) {}

    static Optional<KafkaCluster> find(ExtensionContext context) {
        return around(context).map(KafkaClusterExtension::cluster);
    }

    private static ExtensionContext annotated(ExtensionContext context) {
        return around(context)
                .orElseThrow(() -> new ExtensionConfigurationException("No class around " + context.getDisplayName()
                        + " carries @KafkaClusterTest; annotate the class instead of registering the extension"));
    }

    /** The nearest class around the test that carries the annotation; nested classes use their outer class's cluster. */
    private static Optional<ExtensionContext> around(ExtensionContext context) {
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent() && annotation(at.get()).isEmpty()) {
            at = at.get().getParent();
        }
        return at;
    }

    private static KafkaClusterTest wanted(ExtensionContext annotated) {
        return annotation(annotated).orElseThrow();
    }

    private static Optional<KafkaClusterTest> annotation(ExtensionContext context) {
        return context.getElement()
                .filter(element -> element instanceof Class)
                .flatMap(type -> AnnotationSupport.findAnnotation(type, KafkaClusterTest.class));
    }

    private static ClusterSpec spec(KafkaClusterTest wanted) {
        SecuritySpec security = wanted.secured() ? SecuritySpec.NONE.secured() : SecuritySpec.NONE;
        for (String user : wanted.users()) {
            int equals = user.indexOf('=');
            if (equals < 1) {
                // not the text itself, which may be a password
                throw new ExtensionConfigurationException("One of @KafkaClusterTest(users) is not name=password");
            }
            security = security.with(user.substring(0, equals), user.substring(equals + 1));
        }
        return new ClusterSpec(
                wanted.brokers(), wanted.faultyLinks(), Backend.configured(), security, properties(wanted), Map.of());
    }

    private static Map<String, String> properties(KafkaClusterTest wanted) {
        Map<String, String> properties = new HashMap<>();
        for (String property : wanted.properties()) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw new ExtensionConfigurationException(
                        "@KafkaClusterTest(properties = \"" + property + "\") is not name=value");
            }
            properties.put(
                    property.substring(0, equals).trim(),
                    property.substring(equals + 1).trim());
        }
        return properties;
    }

    private static List<Field> fields(Class<?> type) {
        return ReflectionSupport.findFields(
                type,
                // a final field is the constructor's business, which gets the cluster as a parameter
                field -> field.getType() == KafkaCluster.class && ModifierSupport.isNotFinal(field),
                HierarchyTraversalMode.TOP_DOWN);
    }

    private static void inject(KafkaCluster cluster, Field field, @Nullable Object instance)
            throws IllegalAccessException {
        field.setAccessible(true);
        field.set(instance, cluster);
    }
}
