package io.kafkasdk.consumer;

import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The config of a member, of which the last part is decided when it starts: the group protocol, which may depend on what
 * the cluster offers.
 *
 * <p><b>Threads:</b> decided by the thread that starts the member, read by any.
 */
final class StartConfig {

    private static final Logger log = LoggerFactory.getLogger(StartConfig.class);

    private final Function<NewProtocol, GroupConfig> made;
    private final Supplier<NewProtocol> question;
    private final GroupConfig open;
    private volatile GroupConfig config;
    private volatile boolean warned;

    /**
     * Makes a config with the protocol open.
     *
     * @param made makes the config by what the cluster offers
     * @param question asks the cluster; may block
     */
    StartConfig(Function<NewProtocol, GroupConfig> made, Supplier<NewProtocol> question) {
        this.made = made;
        this.question = question;
        this.open = made.apply(NewProtocol.NOT_ASKED);
        this.config = open;
    }

    /** Returns what is known; never blocks. */
    GroupConfig now() {
        return config;
    }

    /** Forgets what was decided: the cluster may answer the next time. */
    void reopen() {
        config = open;
    }

    /** Decides what was open, and warns of what the user set in vain. Blocks while the cluster is asked. */
    GroupConfig decide() {
        if (config.isProtocolOpen()) {
            config = made.apply(question.get());
        }
        GroupConfig decided = config;
        if (!warned) {
            warned = true;
            decided.warnings().forEach(log::warn);
        }
        return decided;
    }
}
