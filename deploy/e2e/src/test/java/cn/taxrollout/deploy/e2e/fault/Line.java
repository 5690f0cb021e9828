package cn.taxrollout.deploy.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP line to a port of this machine, on which faults can be made. Each direction of a connection has a thread of its own. */
final class Line implements AutoCloseable {

    private static final int PIECE = 16_384;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;

    private Line(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    private record Connection(Socket near, Socket far) {}

    /** A line to this port, at whose own port there is no fault until one is made. */
    static Line to(int target) {
        try {
            var line = new Line(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
            daemon(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Whether one of these local ports of the far ends is of a connection of this line. */
    boolean carries(Set<Integer> ports) {
        return connections.stream()
                .anyMatch(connection -> ports.contains(connection.far().getLocalPort()));
    }

    /** Resets all connections; new ones are let through. Returns how many there were. */
    int cut() {
        var victims = Set.copyOf(connections);
        victims.forEach(this::reset);
        return victims.size();
    }

    /**
     * Tells the near end of each connection that the far one has nothing more to say, while what the near end says still gets
     * through. Returns how many there were.
     */
    int halfClose() {
        var victims = Set.copyOf(connections);
        for (var victim : victims) {
            try {
                victim.near().shutdownOutput();
            } catch (IOException gone) {
                reset(victim);
            }
        }
        return victims.size();
    }

    /** Holds back each piece of data, in both directions, for so long from now on. */
    void delay(Duration each) {
        delay = each;
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                carry(entrance.accept());
            } catch (IOException closed) {
                // By close(), which ends the loop; anything else shows in the calls that don't get through.
                continue;
            }
        }
    }

    private void carry(Socket near) throws IOException {
        try {
            near.setTcpNoDelay(true);
            var far = new Socket(InetAddress.getLoopbackAddress(), target);
            far.setTcpNoDelay(true);
            var connection = new Connection(near, far);
            connections.add(connection);
            daemon(() -> pump(connection, near, far));
            daemon(() -> pump(connection, far, near));
        } catch (IOException unreachable) {
            near.close();
        }
    }

    private void pump(Connection connection, Socket from, Socket to) {
        var piece = new byte[PIECE];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (var length = in.read(piece); length >= 0; length = in.read(piece)) {
                Thread.sleep(delay.toMillis());
                out.write(piece, 0, length);
            }
        } catch (IOException broken) {
            // What one end has broken is broken for the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reset(connection);
    }

    private void reset(Connection connection) {
        connections.remove(connection);
        for (var end : Set.of(connection.near(), connection.far())) {
            try {
                end.setSoLinger(true, 0);
                end.close();
            } catch (IOException gone) {
                // It is closed, which is all that was wanted.
                continue;
            }
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "line");
        thread.setDaemon(true);
        thread.start();
    }
}
