package cn.taxrollout.deploy.e2e.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.e2e.abuse.Sender.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What no client would send: requests as bytes, each over a connection of its own that is closed afterwards. */
final class Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** More than any service takes. */
    private static final int MOST = 64 * 1024 * 1024;

    private static final int CHUNK = 64 * 1024;

    private Wire() {}

    /**
     * Malformed requests by what is wrong with them.
     *
     * @param path of something that can be read
     */
    static Map<String, String> requests(String path, String token) {
        var head = "Host: localhost\nAuthorization: Bearer " + token + "\nConnection: close\n";
        var requests = new LinkedHashMap<String, String>();
        requests.put("no request", "\u0000\u0001\u0002 garbage\n\n");
        requests.put("a line too few", "GET " + path + "\n\n");
        requests.put("an unknown version", "GET " + path + " HTTP/9.9\n" + head + "\n");
        requests.put("an unknown method", "BREW " + path + " HTTP/1.1\n" + head + "\n");
        requests.put("TRACE", "TRACE " + path + " HTTP/1.1\n" + head + "\n");
        requests.put("CONNECT", "CONNECT " + path + " HTTP/1.1\n" + head + "\n");
        requests.put("OPTIONS *", "OPTIONS * HTTP/1.1\n" + head + "\n");
        requests.put(
                "no host", "GET " + path + " HTTP/1.1\nAuthorization: Bearer " + token + "\nConnection: close\n\n");
        requests.put("another host", "GET http://evil.example" + path + " HTTP/1.1\n" + head + "\n");
        requests.put("no slash", "GET v1 HTTP/1.1\n" + head + "\n");
        requests.put("a lone %", "GET " + path + "/% HTTP/1.1\n" + head + "\n");
        requests.put("%zz", "GET " + path + "/%zz HTTP/1.1\n" + head + "\n");
        requests.put("a lone % in the query", "GET " + path + "?limit=% HTTP/1.1\n" + head + "\n");
        requests.put("%zz in the query", "GET " + path + "?%zz=%zz&limit=%zz HTTP/1.1\n" + head + "\n");
        requests.put("bytes above 127", "GET " + path + "/\u00ff\u00fe?q=\u00ff HTTP/1.1\n" + head + "\n");
        requests.put("quotes and braces", "GET " + path + "/\"{}|\\^`<> HTTP/1.1\n" + head + "\n");
        requests.put("an address of 8 KB", "GET " + path + "?q=" + "x".repeat(8_192) + " HTTP/1.1\n" + head + "\n");
        requests.put(
                "a header of 40 KB", "GET " + path + " HTTP/1.1\n" + head + "X-Long: " + "x".repeat(40_960) + "\n\n");
        requests.put("5,000 headers", "GET " + path + " HTTP/1.1\n" + head + "X: y\n".repeat(5_000) + "\n");
        requests.put("a header without a colon", "GET " + path + " HTTP/1.1\n" + head + "nothing\n\n");
        requests.put("a header of NUL", "GET " + path + " HTTP/1.1\n" + head + "X-A: \u0000\n\n");
        requests.put("two tokens", "GET " + path + " HTTP/1.1\n" + head + "Authorization: Bearer x\n\n");
        requests.put("an expectation", "POST " + path + " HTTP/1.1\n" + head + "Expect: tea\nContent-Length: 0\n\n");
        for (var length : new String[] {"-1", "many", "1, 2", "99999999999999999999", "+5", "0x5"}) {
            requests.put(
                    "a length of " + length,
                    "POST " + path + " HTTP/1.1\n" + head + "Content-Type: application/json\nContent-Length: " + length
                            + "\n\n{}");
        }
        requests.put(
                "two lengths",
                "POST " + path + " HTTP/1.1\n" + head
                        + "Content-Type: application/json\nContent-Length: 2\nContent-Length: 3\n\n{}");
        requests.put(
                "a length and chunks",
                "POST " + path + " HTTP/1.1\n" + head
                        + "Content-Type: application/json\nContent-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n");
        requests.put(
                "an unknown encoding",
                "POST " + path + " HTTP/1.1\n" + head
                        + "Content-Type: application/json\nTransfer-Encoding: garbage\n\n{}");
        requests.put(
                "chunks without a size",
                "POST " + path + " HTTP/1.1\n" + head
                        + "Content-Type: application/json\nTransfer-Encoding: chunked\n\nzz\n{}\n0\n\n");
        requests.put(
                "an upgrade",
                "GET " + path
                        + " HTTP/1.1\nHost: localhost\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n\n");
        requests.replaceAll((what, request) -> request.replace("\n", "\r\n"));
        return requests;
    }

    /** Sends it and says what comes back until the other side ends the connection. */
    static Answer send(String service, String request) {
        return exchange(service, socket -> {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
        });
    }

    /** Posts a body in chunks that never ends, until something comes back. */
    static Answer sendWithoutEnd(String service, String path, String contentType, String token) {
        return exchange(service, socket -> {
            var out = socket.getOutputStream();
            out.write("""
                    POST %s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Content-Type: %s
                    Transfer-Encoding: chunked

                    """.formatted(path, token, contentType)
                    .replace("\n", "\r\n")
                    .getBytes(ISO_8859_1));
            var chunk = new byte[CHUNK];
            Arrays.fill(chunk, (byte) ' ');
            for (var sent = 0; sent < MOST && socket.getInputStream().available() == 0; sent += CHUNK) {
                out.write((Integer.toHexString(CHUNK) + "\r\n").getBytes(ISO_8859_1));
                out.write(chunk);
                out.write("\r\n".getBytes(ISO_8859_1));
            }
        });
    }

    private interface Writing {
        void to(Socket socket) throws IOException;
    }

    private static Answer exchange(String service, Writing writing) {
        var address = URI.create(service);
        var received = new ByteArrayOutputStream();
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            try {
                writing.to(socket);
            } catch (IOException e) {
                // The other side has heard enough, which is an answer if it said so before.
            }
            var buffer = new byte[CHUNK];
            for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
                received.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException e) {
            return new Answer(0, "", "the connection stays open: " + received.toString(ISO_8859_1));
        } catch (IOException e) {
            // Reset by the other side, after what it had to say.
        }
        return parsed(received.toString(UTF_8));
    }

    /** Of a connection that was closed without a word nothing bad is to be said: 400 stands for it. */
    private static Answer parsed(String text) {
        if (!text.startsWith("HTTP/1.")) {
            return new Answer(400, "", text);
        }
        var body = text.indexOf("\r\n\r\n");
        var head = body < 0 ? text : text.substring(0, body);
        var type = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                .map(line -> line.substring("content-type:".length()).strip())
                .findFirst()
                .orElse("");
        return new Answer(Integer.parseInt(text.substring(9, 12)), type, body < 0 ? "" : text.substring(body + 4));
    }
}
