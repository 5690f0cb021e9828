package cn.taxrollout.notification.outbound;

import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.Exchange.NotSent;
import cn.taxrollout.notification.outbound.Exchange.Unanswered;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The one place from which HTTP calls leave the suite. No call takes longer than connecting and answering may, follows a
 * redirect, reads more than 64 KiB, or connects to an address that {@link AddressRule} doesn't permit.
 */
@ApplicationScoped
public class OutboundHttp {
    private static final int MOST_READ = 64 * 1024;
    private static final int CONNECTIONS_PER_HOST = 16;

    /**
     * Shorter than servers keep theirs: a request that meets a connection which the other side is just closing ends unanswered, and
     * with some receivers nobody may try again.
     */
    private static final int IDLE_SECONDS = 5;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final Vertx vertx;
    private final AddressRule addresses;
    private final OutboundSettings settings;
    private final HttpClient client;

    OutboundHttp(Vertx vertx, AddressRule addresses, OutboundSettings settings) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.settings = settings;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(IDLE_SECONDS).setConnectTimeout((int)
                        settings.connectTimeout().toMillis()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_HOST));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** What keeps this address from ever being called, empty if nothing does; a name that isn't known yet may be one day. */
    public Optional<Objection> objection(URI uri) {
        try {
            permitted(uri);
            return Optional.empty();
        } catch (AddressRule.Forbidden e) {
            return Optional.of(e.objection());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private InetAddress permitted(URI uri) throws UnknownHostException {
        if (!isTls(uri) && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new AddressRule.Forbidden(Objection.NOT_HTTP);
        }
        if (uri.getHost() == null) {
            throw new AddressRule.Forbidden(Objection.NO_HOST);
        }
        if (uri.getRawUserInfo() != null) {
            throw new AddressRule.Forbidden(Objection.USER_INFORMATION);
        }
        return addresses.permitted(uri.getHost());
    }

    private static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Calls and waits for the end, on a thread that may wait. */
    public Exchange call(OutboundCall call) {
        return begin(call).join();
    }

    /** Calls without waiting; the end always comes, and never as an exception. */
    public CompletableFuture<Exchange> begin(OutboundCall call) {
        var end = new CompletableFuture<Exchange>();
        String host = call.uri().getHost();
        // Either the call is sent or it is given up before, whatever comes at the same moment.
        var decided = new AtomicBoolean();
        long timer = vertx.setTimer(settings.connectTimeout().toMillis(), late -> {
            if (decided.compareAndSet(false, true)) {
                end.complete(new NotSent(host + ": no connection in time"));
            }
        });
        vertx.executeBlocking(() -> permitted(call.uri()), false)
                .compose(address -> client.request(options(call, address)))
                .onFailure(failure -> {
                    vertx.cancelTimer(timer);
                    end.complete(new NotSent(host + ": " + failure.getMessage()));
                })
                .onSuccess(request -> {
                    vertx.cancelTimer(timer);
                    if (decided.compareAndSet(false, true)) {
                        exchange(request, call, end);
                    } else {
                        request.reset();
                    }
                });
        return end;
    }

    private static RequestOptions options(OutboundCall call, InetAddress address) {
        URI uri = call.uri();
        int port = uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var options = new RequestOptions()
                // The address that was checked is the one connected to; the name is for TLS and for the header Host.
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(isTls(uri))
                .setMethod(HttpMethod.valueOf(call.method()))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        call.headers().forEach(options::putHeader);
        return options;
    }

    private void exchange(HttpClientRequest request, OutboundCall call, CompletableFuture<Exchange> end) {
        String host = call.uri().getHost();
        var answer = new AnswerSoFar();
        long timer = vertx.setTimer(settings.answerTimeout().toMillis(), late -> {
            end.complete(answer.cutOff().orElseGet(() -> new Unanswered(host + ": no answer in time")));
            request.reset();
        });
        end.whenComplete((done, never) -> vertx.cancelTimer(timer));
        request.response()
                .onFailure(failure -> end.complete(new Unanswered(host + ": " + failure.getMessage())))
                .onSuccess(response -> {
                    answer.begins(response);
                    response.exceptionHandler(
                            failure -> end.complete(answer.cutOff().orElseThrow()));
                    response.endHandler(all -> end.complete(answer.whole()));
                    response.handler(part -> {
                        if (!answer.takes(part)) {
                            end.complete(answer.cutOff().orElseThrow());
                            request.reset();
                        }
                    });
                });
        request.send(call.body() == null ? Buffer.buffer() : Buffer.buffer(call.body()));
    }

    /** What has come of an answer. */
    private static final class AnswerSoFar {
        private int status;
        private Optional<Duration> retryAfter;
        private final Buffer body = Buffer.buffer();

        synchronized void begins(HttpClientResponse response) {
            status = response.statusCode();
            retryAfter = Optional.ofNullable(response.getHeader("Retry-After"))
                    .filter(value -> SECONDS.matcher(value).matches())
                    .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        }

        /** @return false if that was more than is read */
        synchronized boolean takes(Buffer part) {
            int room = MOST_READ - body.length();
            body.appendBuffer(part, 0, Math.min(room, part.length()));
            return part.length() <= room;
        }

        synchronized Answered whole() {
            return new Answered(status, body.getBytes(), true, retryAfter);
        }

        /** The answer as far as it came, empty without a status. */
        synchronized Optional<Exchange> cutOff() {
            return status == 0
                    ? Optional.empty()
                    : Optional.of(new Answered(status, body.getBytes(), false, retryAfter));
        }
    }
}
