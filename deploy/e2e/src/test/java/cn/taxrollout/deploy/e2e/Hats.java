package cn.taxrollout.deploy.e2e;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import cn.taxrollout.deploy.local.EventLog;
import cn.taxrollout.deploy.local.Roster;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whom an event concerns, reckoned from the sample's roster alone, in which nobody comes or goes and there is one bureau. It knows
 * nothing of how notification-service does it.
 */
public final class Hats {

    /**
     * A plan that was revised by its tasks' cancellation is told of by their events.
     *
     * <p>U the units that the event names, H their heads, O the office, L the leading group, C the coordinating, S the supervising group.
     * Source: rules N1 and T11 of the suite, the escalation of the plan.
     */
    private static final Map<String, String> CONCERNED = Map.ofEntries(
            Map.entry("PlanPublished", "UO"),
            Map.entry("PhaseStarted", "U"),
            Map.entry("PhaseCompleted", "UOL"),
            Map.entry("TaskIssued", "U"),
            Map.entry("TaskOpened", "U"),
            Map.entry("TaskDueSoon", "U"),
            Map.entry("TaskNotReceived", "H"),
            Map.entry("TaskStale", "U"),
            Map.entry("PeriodicReportDue", "U"),
            Map.entry("TaskOverdue 1", "UH"),
            Map.entry("TaskOverdue 2", "UHOS"),
            Map.entry("TaskOverdue 3", "UHOSL"),
            Map.entry("TaskReceived", ""),
            Map.entry("TaskProgressed", ""),
            Map.entry("TaskSubmitted", "OC"),
            Map.entry("TaskReturned", "U"),
            Map.entry("TaskSuspended", "UO"),
            Map.entry("TaskResumed", "U"),
            Map.entry("TaskAccepted", "U"),
            Map.entry("TaskCancelled", "U"),
            Map.entry("TaskReopened", "U"),
            Map.entry("DeadlineChanged", "U"),
            Map.entry("PhaseReopened", "UOL"),
            Map.entry("PlanRevised", ""),
            Map.entry("TaskCompleted", "U"),
            Map.entry("TaskEstablished", "U"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Roster roster;
    private final Map<String, String> codes;

    /** @param unitIds by unit code */
    public Hats(Roster roster, Map<String, String> unitIds) {
        this.roster = roster;
        this.codes = unitIds.entrySet().stream().collect(toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    /** The staff numbers of those who have to be told, each once. */
    public Set<String> concernedBy(EventLog.Entry event) {
        var data = data(event);
        if (data.path("backfilled").asBoolean()) {
            return Set.of();
        }
        var level = data.has("level") ? " " + data.path("level").asText() : "";
        return CONCERNED
                .get(event.type() + level)
                .chars()
                .mapToObj(group -> switch (group) {
                    case 'U' -> units(data).flatMap(unit -> seats(unit, seat -> true));
                    case 'H' ->
                        units(data)
                                .flatMap(unit -> seats(unit, seat -> seat.rank().equals("HEAD")));
                    case 'O' -> seatsOf(unit -> unit.kind().equals("OFFICE"));
                    case 'L' -> seatsOf(unit -> unit.kind().equals("LEADING_GROUP"));
                    case 'C' -> seatsOf(unit -> unit.has("COORDINATING"));
                    case 'S' -> seatsOf(unit -> unit.has("SUPERVISING"));
                    default -> throw new IllegalStateException("group " + (char) group);
                })
                .flatMap(people -> people)
                .collect(toCollection(TreeSet::new));
    }

    public static JsonNode data(EventLog.Entry event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<String> units(JsonNode data) {
        var published = data.path("units").findValuesAsText("unitId").stream();
        var concerned =
                StreamSupport.stream(data.path("unitIds").spliterator(), false).map(JsonNode::asText);
        return Stream.concat(published, concerned).map(codes::get).map(Objects::requireNonNull);
    }

    private Stream<String> seatsOf(Predicate<Roster.Unit> wanted) {
        return roster.units().stream().filter(wanted).flatMap(unit -> seats(unit.code(), seat -> true));
    }

    /** Who holds these seats of the unit: the person named, or whoever heads the section that the seat is for. */
    private Stream<String> seats(String unit, Predicate<Roster.Seat> wanted) {
        return roster.seats().stream()
                .filter(seat -> seat.unit().equals(unit) && !seat.rank().equals("ADMINISTRATOR"))
                .filter(wanted)
                .flatMap(seat -> seat.principalOf() == null
                        ? Stream.ofNullable(seat.staff())
                        : seats(seat.principalOf(), head -> head.rank().equals("HEAD")));
    }
}
