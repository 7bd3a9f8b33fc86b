package io.kafkasdk.producer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a producer told of its sends, in short. */
final class ToldSends implements SendListener {

    final List<String> all = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void accepted(String clientId, String topic) {
        all.add("accepted " + topic);
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        all.add("delivered " + receipt.topic() + " " + sizeBytes + " bytes");
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
        all.add("failed " + topic + " " + failure.kind() + (wasAccepted ? " accepted" : " not accepted"));
    }
}
