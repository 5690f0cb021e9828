package cn.taxrollout.deploy.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free TCP ports for servers that have to know their port before they bind it.
 *
 * <p>They come from below the range out of which the kernel serves outgoing connections, which would otherwise take the port in
 * the moment between the search and the server's start.
 */
public final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 30_000;

    private FreePort() {}

    /** The port itself, or a free one for 0. */
    public static int orFree(int port) {
        return port == 0 ? next() : port;
    }

    static int next() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: look on, there are thousands.
                continue;
            }
        }
    }
}
