package io.kafkasdk.spring.boot.springkafka;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.tuning.TuningProfile;

/**
 * What the application wants of one cluster.
 *
 * @param policyProperty the property that decides what happens to what is unsafe
 * @param acksPolicy what happens to what is unsafe
 * @param profile the tuning of clients
 */
record ClusterWishes(String policyProperty, AcksPolicy acksPolicy, TuningProfile profile) {

    static ClusterWishes of(KafkaSdk sdk, KafkaSdkProperties properties) {
        KafkaSdkProperties.Cluster named = properties.clusters().get(sdk.cluster());
        if (named == null) {
            return new ClusterWishes("kafka-sdk.acks-policy", properties.acksPolicy(), properties.profile());
        }
        return new ClusterWishes(
                "kafka-sdk.clusters." + sdk.cluster() + ".acks-policy",
                named.acksPolicy() == null ? properties.acksPolicy() : named.acksPolicy(),
                named.profile() == null ? properties.profile() : named.profile());
    }

    boolean refusesUnsafe() {
        return acksPolicy == AcksPolicy.FAIL;
    }
}
