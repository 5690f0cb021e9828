package cn.taxrollout.notification.channel;

import cn.taxrollout.notification.outbound.Exchange;
import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.OutboundCall;
import cn.taxrollout.notification.outbound.OutboundHttp;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The token with which the application speaks to the chat: asked for once, kept until shortly before it ends or is refused. */
@ApplicationScoped
class ChatToken {
    /** Calls that begin with a token shall also end with it. */
    private static final Duration BEFORE_ITS_END = Duration.ofMinutes(5);

    private final ChatSettings settings;
    private final OutboundHttp http;
    private final ObjectMapper json;
    private final Clock clock;
    private String token;
    private Instant useUntil;

    ChatToken(ChatSettings settings, OutboundHttp http, ObjectMapper json, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.json = json;
        this.clock = clock;
    }

    /** @throws NotGiven if there is none now */
    synchronized String current() {
        if (token == null || !clock.instant().isBefore(useUntil)) {
            ask();
        }
        return token;
    }

    /** The chat doesn't take this token any more; one that was asked for since stays. */
    synchronized void refused(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    private void ask() {
        URI uri = UriBuilder.fromUri(settings.address())
                .path("cgi-bin/gettoken")
                .queryParam("corpid", settings.corpId().orElseThrow())
                .queryParam("corpsecret", settings.secret().orElseThrow())
                .build();
        Exchange exchange = http.call(OutboundCall.get(uri));
        if (!(exchange instanceof Answered answered)) {
            throw new NotGiven(exchange.reason(), Optional.empty());
        }
        ChatAnswer answer = ChatAnswer.read(answered, json)
                .orElseThrow(() -> new NotGiven(answered.reason(), answered.retryAfter()));
        String given = answer.body().path("access_token").asText();
        if (!answer.isFine() || given.isEmpty()) {
            throw new NotGiven(answer.reason(), answer.retryAfter());
        }
        token = given;
        useUntil = clock.instant()
                .plusSeconds(answer.body().path("expires_in").asLong())
                .minus(BEFORE_ITS_END);
    }

    /** The chat gives no token, so nothing can be sent. */
    static final class NotGiven extends RuntimeException {
        private final transient Optional<Duration> retryAfter;

        private NotGiven(String reason, Optional<Duration> retryAfter) {
            super("no token: " + reason);
            this.retryAfter = retryAfter;
        }

        Outcome outcome() {
            return new Outcome.Failed(getMessage(), retryAfter);
        }
    }
}
