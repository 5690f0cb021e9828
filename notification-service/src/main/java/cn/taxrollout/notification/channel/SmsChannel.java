package cn.taxrollout.notification.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.OutboundCall;
import cn.taxrollout.notification.outbound.OutboundHttp;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A short message through the gateway that the bureau has, spoken to as {@link SmsSettings} says. No gateway is relied on to recognise a repetition. */
@ApplicationScoped
class SmsChannel implements Channel {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(mobile|title|body|link|id)}");
    private static final Pattern MOBILE = Pattern.compile("\\+?[0-9 -]{5,20}");
    private static final Pattern HEADER = Pattern.compile("\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*:\\s*(.*?)\\s*");
    private static final int SHOWN = 100;

    private final SmsSettings settings;
    private final OutboundHttp http;
    private final ObjectMapper json;
    private final ChannelGuard guard;
    private final Map<String, String> headers;
    private final Optional<JsonPointer> success;
    private final Optional<JsonPointer> receipt;

    SmsChannel(SmsSettings settings, OutboundHttp http, ObjectMapper json, MeterRegistry metrics) {
        this.settings = settings;
        this.http = http;
        this.json = json;
        this.guard = new ChannelGuard(name(), settings, metrics);
        this.headers = settings.headers().orElse(List.of()).stream()
                .map(HEADER::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(header -> header.group(1), header -> header.group(2)));
        this.success = settings.successPointer().map(JsonPointer::compile);
        this.receipt = settings.receiptPointer().map(JsonPointer::compile);
        boolean needsBody = settings.method() != SmsSettings.Method.GET;
        if (isSetUp() && needsBody != settings.body().isPresent()) {
            throw new IllegalStateException("notification.channel.sms.body is needed with POST, and only then");
        }
        if (headers.size() != settings.headers().map(List::size).orElse(0)) {
            throw new IllegalStateException("notification.channel.sms.headers are written as Name: value");
        }
        if (success.isPresent() != settings.successValue().isPresent()) {
            throw new IllegalStateException(
                    "notification.channel.sms has a success-pointer or a success-value, not both");
        }
    }

    @Override
    public ChannelName name() {
        return ChannelName.SMS;
    }

    @Override
    public boolean isSetUp() {
        return settings.address().isPresent();
    }

    @Override
    public Duration deduplicatesFor() {
        return Duration.ZERO;
    }

    @Override
    public Outcome send(Outgoing message) {
        if (!MOBILE.matcher(message.address()).matches()) {
            return new Outcome.Refused("no mobile number");
        }
        OutboundCall call = call(message);
        return guard.send(() -> HttpOutcome.of(http.call(call), this::outcome));
    }

    private OutboundCall call(Outgoing message) {
        URI uri = URI.create(filled(settings.address().orElseThrow(), message, SmsChannel::percentEncoded));
        Map<String, String> headers = new HashMap<>(this.headers);
        if (settings.body().isEmpty()) {
            return new OutboundCall("GET", uri, headers, null);
        }
        boolean isJson = settings.form() == SmsSettings.Form.JSON;
        headers.put("Content-Type", isJson ? "application/json" : "application/x-www-form-urlencoded");
        String body =
                filled(settings.body().get(), message, isJson ? SmsChannel::jsonEscaped : SmsChannel::percentEncoded);
        return OutboundCall.post(uri, headers, body.getBytes(UTF_8));
    }

    /** The template with the message's values in it; what is in a value is never taken for a placeholder. */
    private static String filled(String template, Outgoing message, UnaryOperator<String> escape) {
        Map<String, String> values = Map.of(
                "mobile", message.address(),
                "title", message.title(),
                "body", message.body(),
                "link", message.link().toString(),
                "id", message.deliveryId().toString());
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(escape.apply(values.get(found.group(1)))));
    }

    /** As in a query: a space is %20, which paths and forms understand, too. */
    private static String percentEncoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    private static String jsonEscaped(String value) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }

    private Outcome outcome(Answered answered) {
        if (success.isEmpty() && receipt.isEmpty()) {
            return new Outcome.Accepted(Optional.empty());
        }
        JsonNode answer;
        try {
            answer = json.readTree(answered.body());
        } catch (IOException e) {
            answer = json.missingNode();
        }
        if (success.isPresent()) {
            JsonNode told = answer.at(success.get());
            if (told.isMissingNode()) {
                return new Outcome.Uncertain("an answer that doesn't say how it went");
            }
            if (!told.asText().equals(settings.successValue().orElseThrow())) {
                return new Outcome.Failed(
                        "the gateway says " + PlainText.within(SHOWN, told.asText()), Optional.empty());
            }
        }
        JsonNode id = answer;
        return new Outcome.Accepted(
                receipt.map(pointer -> id.at(pointer).asText()).filter(text -> !text.isEmpty()));
    }
}
