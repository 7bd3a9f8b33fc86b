package io.kafkasdk.transaction;

import io.kafkasdk.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a transactional producer tells. */
final class ToldRecords implements TransactionListener {

    final List<String> news = new ArrayList<>();

    @Override
    public void accepted(String clientId, String topic) {
        news.add("accepted " + topic);
    }

    @Override
    public void acknowledged(String clientId, String topic, int sizeBytes, long tookNanos) {
        news.add("acknowledged " + topic + " " + sizeBytes + " bytes " + tookNanos + " ns");
    }

    @Override
    public void failed(String clientId, String topic, String exception, ErrorKind kind, long tookNanos) {
        news.add("failed " + topic + " " + exception + " " + kind);
    }

    @Override
    public void fenced(String clientId) {
        news.add("fenced " + clientId);
    }
}
