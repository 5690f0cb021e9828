package cn.taxrollout.org.republication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

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
        @Schema(nullable = true) UUID unitId,

        @Schema(examples = "[\"cn.taxrollout.org.UnitState.v1\"]")
        List<String> types,

        @Schema(examples = "task-service 的副本已丢失") String reason,
        @Schema(examples = "N1064") String requestedBy,
        Instant requestedAt,
        @Schema(examples = "FINISHED") State state,
        @Schema(examples = "24") long expected,
        @Schema(examples = "24") long sent,

        @Schema(nullable = true, examples = "2023-03-20T01:00:02Z")
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
