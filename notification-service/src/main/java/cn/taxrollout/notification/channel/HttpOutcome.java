package cn.taxrollout.notification.channel;

import cn.taxrollout.notification.outbound.Exchange;
import cn.taxrollout.notification.outbound.Exchange.Answered;
import cn.taxrollout.notification.outbound.Exchange.Unanswered;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What an HTTP exchange means for a message, where the channel's own protocol says nothing else. */
final class HttpOutcome {
    /** The other side has read the message and will never take it. */
    private static final Set<Integer> NEVER = Set.of(400, 410, 413, 415, 422);
    /** A go-between lost the answer of who may well have taken the message (RFC 9110, 15.6.3 and 15.6.5). */
    private static final Set<Integer> LOST = Set.of(502, 504);

    private HttpOutcome() {}

    /** @param answered what an answer of status 2xx means */
    static Outcome of(Exchange exchange, Function<Answered, Outcome> answered) {
        if (exchange instanceof Unanswered) {
            return new Outcome.Uncertain(exchange.reason());
        }
        if (!(exchange instanceof Answered answer)) {
            return new Outcome.Failed(exchange.reason(), Optional.empty());
        }
        if (answer.isSuccess()) {
            return answered.apply(answer);
        }
        if (NEVER.contains(answer.status())) {
            return new Outcome.Refused(answer.reason());
        }
        if (LOST.contains(answer.status())) {
            return new Outcome.Uncertain(answer.reason());
        }
        return new Outcome.Failed(answer.reason(), answer.retryAfter());
    }
}
