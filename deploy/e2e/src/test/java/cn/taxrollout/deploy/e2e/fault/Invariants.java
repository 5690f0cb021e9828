package cn.taxrollout.deploy.e2e.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.e2e.Hats;
import cn.taxrollout.deploy.e2e.Sql;
import cn.taxrollout.deploy.e2e.fault.History.Deed;
import cn.taxrollout.deploy.e2e.fault.History.Outcome;
import cn.taxrollout.deploy.local.EventLog;
import cn.taxrollout.deploy.local.Roster;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what was answered with what was committed, that with what stands on Kafka, and that with what the readers made of it. Built
 * from databases and topics alone; the services aren't asked.
 */
final class Invariants {

    private static final Duration REST = Duration.ofMinutes(2);

    /** By which table and column a copy of the directory holds each kind of state. */
    private static final Map<String, String> COPIES = Map.of(
            "UnitState", "directory_unit",
            "StaffMemberState", "directory_staff_member",
            "AppointmentState", "directory_appointment",
            "StandInState", "directory_stand_in");

    private final ReplicatedSuite suite;
    private final Roster roster;
    private final List<History> histories;
    private final Set<String> foreign;
    private final List<String> lost = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> disordered = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    private Invariants(ReplicatedSuite suite, Roster roster, List<History> histories, Set<String> foreign) {
        this.suite = suite;
        this.roster = roster;
        this.histories = histories;
        this.foreign = foreign;
    }

    /**
     * Waits until nothing is under way any more and compares everything.
     *
     * @param histories all that anybody did since the plan was published, in the order of time
     * @param foreign ids of events on the topics that no service of ours has sent
     */
    static Invariants afterRest(
            ReplicatedSuite suite, Roster roster, List<History> histories, Collection<String> foreign) {
        await().atMost(REST).until(() -> Sql.column(suite, "task", """
                        select 1 from obligation, business_clock
                        where state = 'PENDING' and fire_at <= clock_timestamp() + ahead_seconds * interval '1 second'
                        limit 1""").isEmpty());
        suite.awaitQuiet();
        var invariants = new Invariants(suite, roster, histories, Set.copyOf(foreign));
        invariants.compareAnswersWithRecord();
        var directory = invariants.compareOutboxWithTopic("org", EventLog.directory(suite));
        invariants.compareDirectoryWithCopies(directory);
        var events = invariants.compareOutboxWithTopic("task", EventLog.read(suite));
        invariants.compareRemindersWithEvents(events);
        invariants.compareEventsWithMessages(events);
        return invariants;
    }

    /** What is wrong, nothing if all is well. */
    List<String> violations() {
        var all = new ArrayList<String>();
        lost.forEach(what -> all.add("lost: " + what));
        doubled.forEach(what -> all.add("doubled or not committed: " + what));
        disordered.forEach(what -> all.add("out of order: " + what));
        return all;
    }

    /** What was compared. */
    @Override
    public String toString() {
        return counts + ", lost " + lost.size() + ", doubled " + doubled.size() + ", out of order " + disordered.size()
                + ", troubles of callers " + latest().client().troubles() + ", seed " + latest().seed();
    }

    private History latest() {
        return histories.get(histories.size() - 1);
    }

    private void compareAnswersWithRecord() {
        var deeds = histories.stream()
                .flatMap(history -> history.deeds().stream())
                .collect(groupingBy(Deed::outcome, mapping(Deed::what, toList())));
        var onRecord = tally(onRecord());
        var done = tally(deeds.getOrDefault(Outcome.DONE, List.of()));
        var uncertain = tally(deeds.getOrDefault(Outcome.UNCERTAIN, List.of()));
        done.forEach((what, times) -> {
            if (onRecord.getOrDefault(what, 0L) < times) {
                lost.add(what + " was answered with success " + times + " times");
            }
        });
        onRecord.forEach((what, times) -> {
            if (times > done.getOrDefault(what, 0L) + uncertain.getOrDefault(what, 0L)) {
                doubled.add(what + " is on record " + times + " times");
            }
        });
        for (var outcome : Outcome.values()) {
            counts.put(
                    "calls " + outcome.name().toLowerCase(Locale.ROOT),
                    deeds.getOrDefault(outcome, List.of()).size());
        }
    }

    private List<String> onRecord() {
        var record = new ArrayList<String>();
        record.addAll(Sql.column(suite, "task", """
                select concat_ws(' ', task_id, unit_id, action, actor_id,
                       case when action in ('receipt', 'submission', 'acceptance', 'resumption') then '' else coalesce(why, '') end)
                from assignment_history
                where actor_kind = 'STAFF' and action not in ('deadline-change', 'attachment')"""));
        record.addAll(Sql.column(
                suite,
                "task",
                "select concat_ws(' ', 'deadline', task_id, reason) from deadline_change where actor_kind = 'STAFF'"));
        record.addAll(
                Sql.column(suite, "org", "select 'person ' || staff_no from staff_member where staff_no like 'H%'"));
        record.addAll(Sql.column(suite, "org", "select 'seat ' || title from seat where title like '科员%'"));
        record.addAll(Sql.column(suite, "org", """
                select concat_ws(' ', 'appointment', m.staff_no, s.title)
                from appointment a join seat s on s.id = a.seat_id join staff_member m on m.id = a.staff_id
                where s.title like '科员%' and not a.deleted"""));
        return record;
    }

    /** The events of the topic, each as it came first. */
    private List<EventLog.Entry> compareOutboxWithTopic(String database, List<EventLog.Entry> topic) {
        var committed = Sql.rows(suite, database, "select event_id, aggregate_id from outbox order by id");
        var first = new LinkedHashMap<String, EventLog.Entry>();
        topic.stream()
                .filter(event -> !foreign.contains(event.id()))
                .forEach(event -> first.putIfAbsent(event.id(), event));
        var known = committed.stream().map(row -> row.get(0)).collect(toSet());
        known.stream().filter(id -> !first.containsKey(id)).forEach(id -> lost.add(database + " event " + id));
        first.keySet().stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> doubled.add(database + " event " + id + " was never committed"));
        var order = committed.stream().collect(groupingBy(row -> row.get(1), mapping(row -> row.get(0), toList())));
        var arrival =
                first.values().stream().collect(groupingBy(EventLog.Entry::key, mapping(EventLog.Entry::id, toList())));
        order.forEach((key, ids) -> {
            if (arrival.containsKey(key) && !arrival.get(key).equals(ids)) {
                disordered.add(database + " key " + key + ": " + arrival.get(key) + " instead of " + ids);
            }
        });
        counts.put(database + " events committed", committed.size());
        counts.put(database + " events on Kafka", first.size());
        counts.put(database + " records on Kafka", topic.size());
        return List.copyOf(first.values());
    }

    private void compareDirectoryWithCopies(List<EventLog.Entry> states) {
        for (var copy : COPIES.entrySet()) {
            var latest = new TreeMap<String, String>();
            states.stream()
                    .filter(state -> state.type().equals(copy.getKey()))
                    .forEach(state -> latest.put(
                            state.key(), Hats.data(state).path("version").asText()));
            for (var database : List.of("task", "notification")) {
                var held = new TreeMap<String, String>();
                Sql.rows(suite, database, "select id, version from " + copy.getValue())
                        .forEach(row -> held.put(row.get(0), row.get(1)));
                if (!held.equals(latest)) {
                    var missing = new TreeMap<>(latest);
                    missing.entrySet().removeAll(held.entrySet());
                    lost.add(database + "-service's copy of " + copy.getKey() + ": " + missing);
                }
            }
        }
    }

    /** What fell due was said, and nothing twice on one day. */
    private void compareRemindersWithEvents(List<EventLog.Entry> events) {
        var said = events.stream()
                .filter(event -> Set.of(
                                "TaskOpened",
                                "TaskDueSoon",
                                "TaskOverdue",
                                "TaskNotReceived",
                                "TaskStale",
                                "PeriodicReportDue")
                        .contains(event.type()))
                .toList();
        counts.put(
                "reminders fired",
                Sql.column(suite, "task", "select id from obligation where state = 'FIRED'")
                        .size());
        counts.put("reminder events", said.size());
        if (said.size() != counts.get("reminders fired")) {
            lost.add(counts.get("reminders fired") + " reminders fired, " + said.size() + " said");
        }
        tally(said.stream()
                        .map(event -> {
                            ObjectNode data = Hats.data(event).deepCopy();
                            data.remove("sequence");
                            return event.type() + " " + event.time().substring(0, 10) + " " + data;
                        })
                        .toList())
                .forEach((what, times) -> {
                    if (times > 1) {
                        doubled.add(what);
                    }
                });
    }

    private void compareEventsWithMessages(List<EventLog.Entry> events) {
        var hats = new Hats(roster, latest().unitIds());
        var told = Sql.told(suite);
        var dealtWith = new HashSet<>(Sql.column(suite, "notification", "select event_id from processed_event"));
        for (var event : events) {
            var people = tally(told.getOrDefault(event.id(), List.of()));
            var concerned = hats.concernedBy(event);
            concerned.stream()
                    .filter(person -> !people.containsKey(person))
                    .forEach(person -> lost.add("message to " + person + " of " + event));
            people.forEach((person, times) -> {
                if (times > 1 || !concerned.contains(person)) {
                    doubled.add("message to " + person + ", " + times + " times, of " + event);
                }
            });
            if (!dealtWith.contains(event.id())) {
                lost.add("not dealt with: " + event);
            }
        }
        for (var database : List.of("task", "notification")) {
            Sql.column(suite, database, "select type || ': ' || reason from parked_event")
                    .forEach(parked -> lost.add("parked by " + database + "-service: " + parked));
        }
        counts.put("notices", told.size());
        counts.put("messages", told.values().stream().mapToInt(List::size).sum());
    }

    private static Map<String, Long> tally(List<String> what) {
        return what.stream().collect(groupingBy(one -> one, counting()));
    }
}
