package cn.taxrollout.deploy.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntUnaryOperator;

/** Where the parts listen; 0 stands for any free port. */
public record Ports(int postgres, int kafka, int keycloak, IntUnaryOperator service, IntUnaryOperator management) {

    /** Free ports everywhere. */
    public static Ports free() {
        return new Ports(0, 0, 0, ordinal -> 0, ordinal -> 0);
    }

    /**
     * The usual ports, raised by the offset. The services are called by people, so they get theirs or nothing starts; PostgreSQL,
     * Kafka and Keycloak make way for servers that this machine has already.
     *
     * @throws BadUse when a service's port is taken or beyond the last
     */
    static Ports usual(int offset) {
        for (var service : Service.values()) {
            mustBeFree(8081 + service.ordinal() + offset);
            mustBeFree(9081 + service.ordinal() + offset);
        }
        return new Ports(
                usualOrFree(5432 + offset),
                usualOrFree(9092 + offset),
                usualOrFree(8080 + offset),
                ordinal -> 8081 + ordinal + offset,
                ordinal -> 9081 + ordinal + offset);
    }

    private static void mustBeFree(int port) {
        if (!isFree(port)) {
            throw new BadUse("port " + port + " is taken: end what listens there, or use another --port-offset");
        }
    }

    private static int usualOrFree(int port) {
        return isFree(port) ? port : 0;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
