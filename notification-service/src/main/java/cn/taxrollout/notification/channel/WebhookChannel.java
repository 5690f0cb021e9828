package cn.taxrollout.notification.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.notification.outbound.OutboundCall;
import cn.taxrollout.notification.outbound.OutboundHttp;
import cn.taxrollout.notification.outbound.WebhookSignature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A signed call of the bureau's own system, which tells the person by means of its own (Standard Webhooks 1.0). Its contract is to know a
 * message it has had by {@code webhook-id}, and to answer 422 where it will never reach the person.
 */
@ApplicationScoped
class WebhookChannel implements Channel {
    /** The specification has receivers remember ids at least as long as anybody retries. */
    private static final Duration RECOGNISED = Duration.ofDays(7);

    private final WebhookSettings settings;
    private final OutboundHttp http;
    private final ObjectMapper json;
    private final Clock clock;
    private final ChannelGuard guard;

    WebhookChannel(WebhookSettings settings, OutboundHttp http, ObjectMapper json, Clock clock, MeterRegistry metrics) {
        this.settings = settings;
        this.http = http;
        this.json = json;
        this.clock = clock;
        this.guard = new ChannelGuard(name(), settings, metrics);
        if (isSetUp()) {
            key();
        }
    }

    private byte[] key() {
        return settings.secret()
                .map(WebhookSignature::key)
                .orElseThrow(() -> new IllegalStateException("notification.channel.webhook.secret is missing"));
    }

    @Override
    public ChannelName name() {
        return ChannelName.WEBHOOK;
    }

    @Override
    public boolean isSetUp() {
        return settings.address().isPresent();
    }

    @Override
    public Duration deduplicatesFor() {
        return RECOGNISED;
    }

    @Override
    public Outcome send(Outgoing message) {
        return guard.send(() -> {
            Instant now = clock.instant();
            byte[] body = body(message, now).toString().getBytes(UTF_8);
            var headers = WebhookSignature.headers(
                    message.deliveryId().toString(), now, "application/json", body, List.of(key()));
            var call = OutboundCall.post(settings.address().orElseThrow(), headers, body);
            return HttpOutcome.of(http.call(call), answered -> new Outcome.Accepted(Optional.empty()));
        });
    }

    private ObjectNode body(Outgoing message, Instant now) {
        ObjectNode body = json.createObjectNode().put("type", "message").put("timestamp", now.toString());
        body.putObject("data")
                .put("staffNo", message.address())
                .put("language", message.language().code())
                .put("title", message.title())
                .put("body", message.body())
                .put("link", message.link().toString());
        return body;
    }
}
