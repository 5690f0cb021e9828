package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.outbound.Exchange;
import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.OutboundCall;
import cn.taxrollout.notification.outbound.OutboundHttp;
import cn.taxrollout.notification.outbound.WebhookSignature;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Calls subscribers, signed as the Standard Webhooks specification says. */
@ApplicationScoped
class SubscriptionCalls {
    private static final int GONE = 410;
    /** The other side, or who stands before it, takes nothing at all just now. */
    private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);

    private final OutboundHttp http;
    private final SealedSecrets secrets;

    SubscriptionCalls(OutboundHttp http, SealedSecrets secrets) {
        this.http = http;
        this.secrets = secrets;
    }

    /**
     * How a call ended.
     *
     * @param arrived whether the subscriber took the event
     * @param text for the owner, such as a status
     */
    record Result(
            boolean arrived, boolean gone, boolean away, Optional<Duration> retryAfter, String text, Duration took) {
        private static Result of(Exchange exchange, Duration took) {
            if (!(exchange instanceof Answered answer)) {
                return new Result(false, false, true, Optional.empty(), exchange.reason(), took);
            }
            return new Result(
                    answer.isSuccess(),
                    answer.status() == GONE,
                    AWAY.contains(answer.status()),
                    answer.retryAfter(),
                    answer.whole() ? answer.reason() : answer.reason() + ", and an answer that was cut off",
                    took);
        }
    }

    /**
     * Calls without waiting.
     *
     * @param id of the event, the same at every attempt
     */
    CompletableFuture<Result> begin(WebhookSubscription subscription, String id, byte[] document, Instant now) {
        List<byte[]> keys = subscription.secrets(now).stream()
                .map(secret -> secrets.open(subscription.id(), secret))
                .toList();
        var headers = WebhookSignature.headers(id, now, CloudEvents.MEDIA_TYPE, document, keys);
        long begin = System.nanoTime();
        return http.begin(OutboundCall.post(subscription.uri(), headers, document))
                .thenApply(exchange -> Result.of(exchange, Duration.ofNanos(System.nanoTime() - begin)));
    }
}
