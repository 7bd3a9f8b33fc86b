package io.kafkasdk.test;

import java.util.Map;

/** A place where brokers run: this machine's processes, or a Docker engine. */
interface BrokerHost extends AutoCloseable {
    /** Prepares a broker and does not start it. */
    BrokerRuntime place(int id, Map<String, String> properties);

    /** Ends all brokers at once; bounded, and twice is fine. */
    @Override
    void close();
}
