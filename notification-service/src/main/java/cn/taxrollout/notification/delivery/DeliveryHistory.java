package cn.taxrollout.notification.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A delivery with all that was tried and decided. */
@Schema(name = "DeliveryHistory")
record DeliveryHistory(DeliveryView delivery, List<AttemptView> attempts, List<DecisionView> decisions) {

    /**
     * One attempt to send.
     *
     * @param number from 1
     * @param endedAt null while it runs, or when its sender ended without saying how it went
     * @param millis how long it took, null like {@code endedAt}
     * @param outcome null like {@code endedAt}
     * @param receipt what the other side calls the message, if it calls it anything
     */
    @Schema(name = "DeliveryAttempt")
    record AttemptView(
            int number,
            Instant startedAt,
            Instant endedAt,
            Long millis,
            AttemptOutcome outcome,
            String reason,
            String receipt) {
        static AttemptView of(
                int number, Instant startedAt, Instant endedAt, AttemptOutcome outcome, String reason, String receipt) {
            Long millis = endedAt == null
                    ? null
                    : Duration.between(startedAt, endedAt).toMillis();
            return new AttemptView(number, startedAt, endedAt, millis, outcome, reason, receipt);
        }
    }

    /**
     * What an operator decided.
     *
     * @param from the state that the delivery was in
     * @param by staff number, or name of the system
     */
    @Schema(name = "DeliveryDecision")
    record DecisionView(Decision decision, DeliveryState from, String by, Instant at) {}
}
