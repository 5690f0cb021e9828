package cn.taxrollout.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The world outside of the suite, which remembers what arrives: a mail server, a chat that speaks like 企业微信, a gateway for short
 * messages, a system of the bureau that tells people, and one that subscribes to events. It takes everything.
 */
final class Outside implements AutoCloseable {

    /** The secret that the bureau's system shares with the suite. */
    static final String BUREAU_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    private static final ObjectMapper JSON = new ObjectMapper();

    final Place mail = new Place();
    /** Every call of the chat, repetitions too; {@link #shownInChat()} is what people see. */
    final Place chat = new Place();

    final Place shortMessages = new Place();
    final Place bureau = new Place();
    final Place subscriber = new Place();

    private final Map<String, Arrival> shownInChat = new ConcurrentHashMap<>();
    /** What ended a thread of this JVM meanwhile. */
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final GreenMail mails = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;

    Outside() {
        Thread.setDefaultUncaughtExceptionHandler(this::passOverKilledClients);
        mails.start();
        var usual = mails.getUserManager().getMessageDeliveryHandler();
        mails.getUserManager().setMessageDeliveryHandler((message, to) -> {
            mail.take(mail(message.getMessage(), to.getEmail()));
            return usual.handle(message, to);
        });
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/chat/cgi-bin/gettoken", exchange -> answer(exchange, """
                {"errcode": 0, "errmsg": "ok", "access_token": "chat-token", "expires_in": 7200}"""));
        http.createContext("/chat/cgi-bin/message/send", this::takeCard);
        http.createContext("/sms", exchange -> {
            var body = body(exchange);
            shortMessages.take(
                    Arrival.of(json(body).path("to"), json(body).path("id").asText(), body));
            answer(exchange, "{}");
        });
        http.createContext("/bureau", exchange -> {
            var body = body(exchange);
            bureau.take(Arrival.called(exchange, json(body).at("/data/staffNo"), body));
            answer(exchange, "{}");
        });
        http.createContext("/subscriber", exchange -> {
            var body = body(exchange);
            subscriber.take(Arrival.called(exchange, json(body).path("subject"), body));
            answer(exchange, "{}");
        });
        http.start();
    }

    /**
     * Something that has arrived.
     *
     * @param to the address, or the subject of an event
     * @param id of the delivery or event, by which a repetition could be known
     * @param text all of it, the link as well
     * @param time with {@code signature} as in Standard Webhooks, null where nothing is signed
     */
    record Arrival(Instant at, String to, String id, String text, String time, String signature) {

        private static Arrival of(JsonNode to, String id, String body) {
            return new Arrival(Instant.now(), to.asText(), id, body, null, null);
        }

        private static Arrival called(HttpExchange exchange, JsonNode to, String body) {
            var headers = exchange.getRequestHeaders();
            return new Arrival(
                    Instant.now(),
                    to.asText(),
                    headers.getFirst("webhook-id"),
                    body,
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"));
        }

        /**
         * Whether the one who sent it has this secret. Source: Standard Webhooks 1.0, reckoned without the code of the suite.
         *
         * @param secret {@code whsec_} and base64
         */
        boolean isSignedWith(String secret) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
                var expected = mac.doFinal((id + "." + time + "." + text).getBytes(UTF_8));
                return List.of(signature.split(" ")).stream()
                        .filter(one -> one.startsWith("v1,"))
                        .map(one -> Base64.getDecoder().decode(one.substring("v1,".length())))
                        .anyMatch(given -> MessageDigest.isEqual(given, expected));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Where things of one kind arrive. */
    static final class Place {

        private final List<Arrival> arrivals = new ArrayList<>();
        private final Map<Integer, Runnable> acts = new HashMap<>();

        synchronized List<Arrival> arrivals() {
            return List.copyOf(arrivals);
        }

        List<Arrival> arrivalsWith(String text) {
            return arrivals().stream()
                    .filter(arrival -> arrival.text().contains(text))
                    .toList();
        }

        /**
         * Does this once so many more have arrived, and while the sender of the last one waits for an answer.
         *
         * @return completes when it is done
         */
        synchronized CompletableFuture<Void> afterMore(int number, Runnable act) {
            var done = new CompletableFuture<Void>();
            acts.put(arrivals.size() + number, () -> {
                act.run();
                done.complete(null);
            });
            return done;
        }

        private void take(Arrival arrival) {
            Runnable act;
            synchronized (this) {
                arrivals.add(arrival);
                act = acts.remove(arrivals.size());
            }
            if (act != null) {
                act.run();
            }
        }
    }

    /** The settings with which notification-service reaches all of it. */
    Map<String, String> channels() {
        var settings = new HashMap<String, String>();
        settings.put("notification.channel.email.host", "127.0.0.1");
        settings.put("notification.channel.email.port", "" + mails.getSmtp().getPort());
        settings.put("notification.channel.email.encryption", "NONE");
        settings.put("notification.channel.email.from", "改革办 <reform@tax.example>");
        settings.put("notification.channel.chat.address", url("/chat"));
        settings.put("notification.channel.chat.corp-id", "corporation");
        settings.put("notification.channel.chat.agent-id", "1000002");
        settings.put("notification.channel.chat.secret", "of the application");
        settings.put("notification.channel.sms.address", url("/sms"));
        settings.put(
                "notification.channel.sms.body",
                "{\"to\": \"{mobile}\", \"id\": \"{id}\", \"text\": \"{title} {body} {link}\"}");
        settings.put("notification.channel.webhook.address", url("/bureau"));
        settings.put("notification.channel.webhook.secret", BUREAU_SECRET);
        return settings;
    }

    /** Where the subscriber is called. */
    String subscriberUrl() {
        return url("/subscriber");
    }

    /** What people see in the chat: of calls with the same content the first. */
    List<Arrival> shownInChat() {
        return List.copyOf(shownInChat.values());
    }

    @Override
    public void close() {
        mails.stop();
        Thread.setDefaultUncaughtExceptionHandler(null);
        http.stop(0);
        threads.shutdownNow();
        assertThat(failures).isEmpty();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    private void takeCard(HttpExchange exchange) throws IOException {
        var body = body(exchange);
        var id = URI.create(json(body).at("/textcard/url").asText()).getFragment();
        var arrival = Arrival.of(json(body).path("touser"), id, body);
        shownInChat.putIfAbsent(body, arrival);
        chat.take(arrival);
        answer(exchange, "{\"errcode\": 0, \"errmsg\": \"ok\", \"msgid\": \"%s\"}".formatted(UUID.randomUUID()));
    }

    /** GreenMail ends the thread of a connection by an exception where its client was killed, which is no news here. */
    private void passOverKilledClients(Thread thread, Throwable failure) {
        if (!thread.getName().startsWith("smtp:")) {
            failures.add(failure);
        }
    }

    private static Arrival mail(MimeMessage mail, String to) {
        try {
            var id = mail.getMessageID().replaceAll("^<|@.*$", "");
            return new Arrival(Instant.now(), to, id, mail.getSubject() + "\n" + text(mail.getContent()), null, null);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail that can't be read", e);
        }
    }

    private static String text(Object content) throws MessagingException, IOException {
        if (!(content instanceof Multipart parts)) {
            return content.toString();
        }
        var texts = new ArrayList<String>();
        for (var part = 0; part < parts.getCount(); part++) {
            texts.add(text(parts.getBodyPart(part).getContent()));
        }
        return texts.stream().collect(Collectors.joining("\n"));
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            var bytes = json.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
