package cn.taxrollout.org.republication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A republication as callers see it.
 *
 * @param unitId only what belongs to this unit or one below it; null for all
 * @param types the wire names of the types of state
 * @param requestedBy staff number of the person, name of the system
 * @param expected how many states there were when it was asked for
 * @param sent how many have been handed to the sending so far
 * @param finishedAt null while it runs
 */
record RepublicationView(
        UUID id,
        UUID unitId,
        List<String> types,
        String reason,
        String requestedBy,
        Instant requestedAt,
        State state,
        long expected,
        long sent,
        Instant finishedAt) {
    enum State {
        RUNNING,
        FINISHED
    }

    static RepublicationView of(Republication republication) {
        return new RepublicationView(
                republication.id(),
                republication.unitId(),
                republication.types(),
                republication.reason(),
                republication.requestedBy().name(),
                republication.requestedAt(),
                republication.finishedAt() == null ? State.RUNNING : State.FINISHED,
                republication.expected(),
                republication.sent(),
                republication.finishedAt());
    }
}
