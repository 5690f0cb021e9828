package cn.taxrollout.notification.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A mail server that says what a test wants where a well-behaved one would say something else. */
final class ScriptedMailServer implements AutoCloseable {
    /** Says nothing, and keeps the connection. */
    static final String SILENCE = "";
    /** Ends the connection. */
    static final String HANG_UP = "hang up";

    private static final String END = ".";

    private final ServerSocket server;
    private final Map<String, String> answers;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param answers by command, GREETING for the first and "." for the end of the data */
    ScriptedMailServer(Map<String, String> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var thread = new Thread(this::run, "scripted mail server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                converse(connection);
            } catch (IOException e) {
                // the client went away, or the test is over
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void converse(Socket connection) throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
        boolean goesOn = answer(connection, "GREETING", "220 ready");
        while (goesOn) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            String command = line.split("[ :]", 2)[0].toUpperCase();
            goesOn = answer(connection, command, command.equals("DATA") ? "354 go on" : "250 fine");
            if (goesOn && command.equals("DATA") && !answers.containsKey("DATA")) {
                while (!END.equals(in.readLine())) {
                    // the mail
                }
                goesOn = answer(connection, END, "250 queued as 4711");
            }
        }
    }

    private boolean answer(Socket connection, String to, String usually) throws IOException, InterruptedException {
        String answer = answers.getOrDefault(to, usually);
        if (answer.equals(SILENCE)) {
            closed.await();
        }
        if (answer.equals(SILENCE) || answer.equals(HANG_UP)) {
            return false;
        }
        connection.getOutputStream().write((answer + "\r\n").getBytes(UTF_8));
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
