package cn.taxrollout.notification.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/**
 * A message of the bureau's application in the enterprise chat, as 企业微信 defines it (发送应用消息, a text card). The chat recognises a
 * repeated message by what is in it, so the delivery's id is made the link's fragment, which differs and which no server sees.
 */
@ApplicationScoped
class ChatChannel implements Channel {
    /** The longest interval for which the chat looks for a message of the same content. */
    private static final Duration RECOGNISED = Duration.ofHours(4);

    private static final int LONGEST_TITLE = 128;
    private static final int LONGEST_DESCRIPTION = 512;

    private final ChatSettings settings;
    private final ChatToken token;
    private final OutboundHttp http;
    private final ObjectMapper json;
    private final ChannelGuard guard;

    ChatChannel(ChatSettings settings, ChatToken token, OutboundHttp http, ObjectMapper json, MeterRegistry metrics) {
        this.settings = settings;
        this.token = token;
        this.http = http;
        this.json = json;
        this.guard = new ChannelGuard(name(), settings, metrics);
        if (isSetUp() && (settings.agentId().isEmpty() || settings.secret().isEmpty())) {
            throw new IllegalStateException("notification.channel.chat has a corp-id, but no agent-id or no secret");
        }
    }

    @Override
    public ChannelName name() {
        return ChannelName.CHAT;
    }

    @Override
    public boolean isSetUp() {
        return settings.corpId().isPresent();
    }

    @Override
    public Duration deduplicatesFor() {
        return RECOGNISED;
    }

    @Override
    public Outcome send(Outgoing message) {
        return guard.send(() -> {
            try {
                return attempt(message, true);
            } catch (ChatToken.NotGiven e) {
                return e.outcome();
            }
        });
    }

    private Outcome attempt(Outgoing message, boolean again) {
        String current = token.current();
        URI uri = UriBuilder.fromUri(settings.address())
                .path("cgi-bin/message/send")
                .queryParam("access_token", current)
                .build();
        var call = OutboundCall.post(
                uri,
                Map.of("Content-Type", "application/json"),
                body(message).toString().getBytes(UTF_8));
        return HttpOutcome.of(http.call(call), answered -> {
            Optional<ChatAnswer> answer = ChatAnswer.read(answered, json);
            if (answer.isPresent() && answer.get().refusesToken() && again) {
                token.refused(current);
                return attempt(message, false);
            }
            return answer.map(this::outcome).orElseGet(() -> new Outcome.Uncertain("an answer that can't be read"));
        });
    }

    private Outcome outcome(ChatAnswer answer) {
        if (!answer.isFine()) {
            return answer.outcome();
        }
        if (!answer.body().path("invaliduser").asText().isEmpty()
                || !answer.body().path("unlicenseduser").asText().isEmpty()) {
            return new Outcome.Refused("the chat has no such person, or the application isn't for that person");
        }
        return new Outcome.Accepted(
                Optional.of(answer.body().path("msgid").asText()).filter(id -> !id.isEmpty()));
    }

    private ObjectNode body(Outgoing message) {
        ObjectNode body = json.createObjectNode()
                .put("touser", message.address())
                .put("msgtype", "textcard")
                .put("agentid", settings.agentId().orElseThrow())
                .put("enable_duplicate_check", 1)
                .put("duplicate_check_interval", RECOGNISED.toSeconds());
        body.putObject("textcard")
                .put("title", PlainText.within(LONGEST_TITLE, PlainText.withoutMarkup(message.title())))
                .put("description", PlainText.within(LONGEST_DESCRIPTION, PlainText.withoutMarkup(message.body())))
                .put(
                        "url",
                        UriBuilder.fromUri(message.link())
                                .fragment(message.deliveryId().toString())
                                .build()
                                .toString());
        return body;
    }
}
