package io.kafkasdk.test.trial;

import io.kafkasdk.test.ClusterOfTest;
import io.kafkasdk.test.KafkaCluster;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link HandlerTrialTest} does: one invocation for each fault. A cluster of its own lives in the store of the class. */
final class HandlerTrialExtension implements TestTemplateInvocationContextProvider {

    private static final Namespace NAMESPACE = Namespace.create(HandlerTrialExtension.class);
    /** A dead broker is noticed after this time. Kafka's default of 9 s is as good and takes longer. */
    private static final String BROKER_SESSION_MILLIS = "3000";
    /** How often a member of the new group protocol hears of a change. Kafka's default of 5 s is as good and takes longer. */
    private static final String HEARTBEAT_MILLIS = "500";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), HandlerTrialTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        HandlerTrialTest wanted = AnnotationSupport.findAnnotation(context.getTestMethod(), HandlerTrialTest.class)
                .orElseThrow();
        return Arrays.stream(wanted.faults()).distinct().map(fault -> new Invocation(TrialPlan.of(wanted, fault)));
    }

    private record Invocation(TrialPlan plan) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocation) {
            return plan.fault().label();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Given(plan));
        }
    }

    private record Given(TrialPlan plan) implements ParameterResolver, AfterTestExecutionCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == HandlerTrial.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            HandlerTrial trial = new HandlerTrial(cluster(context), plan);
            context.getStore(NAMESPACE).put(HandlerTrial.class, trial);
            return trial;
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            HandlerTrial trial = context.getStore(NAMESPACE).get(HandlerTrial.class, HandlerTrial.class);
            if (context.getExecutionException().isEmpty() && (trial == null || !trial.wasRun())) {
                throw new IllegalStateException(
                        "The test ended without a call of HandlerTrial.run, so it has shown nothing");
            }
        }
    }

    private static KafkaCluster cluster(ExtensionContext context) {
        return ClusterOfTest.find(context).orElseGet(() -> own(context));
    }

    private static KafkaCluster own(ExtensionContext context) {
        ExtensionContext home = context;
        while (home.getTestMethod().isPresent()) {
            home = home.getParent().orElseThrow();
        }
        return home.getStore(NAMESPACE).getOrComputeIfAbsent(KafkaCluster.class, absent -> start(), KafkaCluster.class);
    }

    private static KafkaCluster start() {
        return KafkaCluster.builder()
                .withFaultyLinks()
                .brokerProperty("broker.session.timeout.ms", BROKER_SESSION_MILLIS)
                .brokerProperty("group.consumer.min.heartbeat.interval.ms", HEARTBEAT_MILLIS)
                .brokerProperty("group.consumer.heartbeat.interval.ms", HEARTBEAT_MILLIS)
                .start();
    }
}
