package cn.taxrollout.notification.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.OutboundCall;
import cn.taxrollout.notification.outbound.OutboundHttp;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A robot's text in a group of the enterprise chat (群机器人), which calls the person by mobile number. It recognises no repetition. */
@ApplicationScoped
class ChatRobotChannel implements Channel {
    private static final int LONGEST_TEXT = 2048;

    private final ChatRobotSettings settings;
    private final OutboundHttp http;
    private final ObjectMapper json;
    private final ChannelGuard guard;

    ChatRobotChannel(ChatRobotSettings settings, OutboundHttp http, ObjectMapper json, MeterRegistry metrics) {
        this.settings = settings;
        this.http = http;
        this.json = json;
        this.guard = new ChannelGuard(name(), settings, metrics);
    }

    @Override
    public ChannelName name() {
        return ChannelName.CHAT_ROBOT;
    }

    @Override
    public boolean isSetUp() {
        return settings.key().isPresent();
    }

    @Override
    public Duration deduplicatesFor() {
        return Duration.ZERO;
    }

    @Override
    public Outcome send(Outgoing message) {
        URI uri = UriBuilder.fromUri(settings.address())
                .path("cgi-bin/webhook/send")
                .queryParam("key", settings.key().orElseThrow())
                .build();
        var call = OutboundCall.post(
                uri,
                Map.of("Content-Type", "application/json"),
                body(message).toString().getBytes(UTF_8));
        return guard.send(() -> HttpOutcome.of(http.call(call), this::outcome));
    }

    private Outcome outcome(Answered answered) {
        return ChatAnswer.read(answered, json)
                .map(answer -> answer.isFine() ? new Outcome.Accepted(Optional.empty()) : answer.outcome())
                .orElseGet(() -> new Outcome.Uncertain("an answer that can't be read"));
    }

    private ObjectNode body(Outgoing message) {
        String link = "\n" + message.link();
        String text = PlainText.withoutMarkup(message.title() + "\n" + message.body());
        ObjectNode body = json.createObjectNode().put("msgtype", "text");
        body.putObject("text")
                .put("content", PlainText.within(LONGEST_TEXT - PlainText.bytes(link), text) + link)
                .putArray("mentioned_mobile_list")
                .add(message.address());
        return body;
    }
}
