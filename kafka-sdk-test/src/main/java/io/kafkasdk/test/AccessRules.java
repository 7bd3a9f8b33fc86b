package io.kafkasdk.test;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/** Who may do what; followed by every running broker when a call returns. */
final class AccessRules {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final short DESCRIBE_ACLS = 29;

    private final Admin admin;
    private final Readiness readiness;

    AccessRules(Admin admin, Readiness readiness) {
        this.admin = admin;
        this.readiness = readiness;
    }

    void allow(String user, ResourcePattern resource, AclOperation... operations) {
        List<AclBinding> bindings = bindings(user, resource, operations);
        AdminAnswer.await(
                "allow user " + user + " to use " + resource,
                admin.createAcls(bindings).all());
        awaitPresence(bindings, true);
    }

    void revoke(String user, ResourcePattern resource, AclOperation... operations) {
        List<AclBinding> bindings = bindings(user, resource, operations);
        AdminAnswer.await(
                "revoke what user " + user + " may do with " + resource,
                admin.deleteAcls(bindings.stream().map(AclBinding::toFilter).toList())
                        .all());
        awaitPresence(bindings, false);
    }

    private static List<AclBinding> bindings(String user, ResourcePattern resource, AclOperation... operations) {
        SecuritySpec.refuseUnfit(user);
        if (operations.length == 0) {
            throw new IllegalArgumentException(
                    "No operation named for user " + user + " on " + resource + "; name at least one");
        }
        List<AclBinding> bindings = new ArrayList<>();
        for (AclOperation operation : operations) {
            bindings.add(new AclBinding(
                    resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
        return bindings;
    }

    private void awaitPresence(List<AclBinding> bindings, boolean wanted) {
        Readiness.await(LIMIT, () -> {
            List<String> missing = new ArrayList<>();
            for (BrokerNode node : readiness.running()) {
                for (AclBinding binding : bindings) {
                    if (!isPresence(node, binding, wanted)) {
                        missing.add("broker " + node.id() + (wanted ? " does not know" : " still follows")
                                + " the rule " + binding);
                    }
                }
            }
            return missing;
        });
    }

    /** False also when the broker does not say. */
    private static boolean isPresence(BrokerNode node, AclBinding binding, boolean wanted) {
        try (BrokerConnection broker = BrokerConnection.open(node.ports().client())) {
            DataInputStream answer = broker.ask(DESCRIBE_ACLS, 1, out -> writeFilter(out, binding));
            answer.readInt(); // throttle time
            if (answer.readShort() != 0) {
                return false;
            }
            BrokerConnection.skipString(answer); // error message
            boolean present = answer.readInt() > 0;
            return present == wanted;
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeFilter(DataOutputStream out, AclBinding binding) throws IOException {
        out.writeByte(binding.pattern().resourceType().code());
        out.writeUTF(binding.pattern().name());
        out.writeByte(binding.pattern().patternType().code());
        out.writeUTF(binding.entry().principal());
        out.writeUTF(binding.entry().host());
        out.writeByte(binding.entry().operation().code());
        out.writeByte(binding.entry().permissionType().code());
    }
}
