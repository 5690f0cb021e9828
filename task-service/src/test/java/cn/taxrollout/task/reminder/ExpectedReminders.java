package cn.taxrollout.task.reminder;

import cn.taxrollout.task.deadline.WorkingDays;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What has to be said when a sweep runs, by the rules T8 to T11 of the domain and the standard ladder with weekly reports on
 * Fridays. It knows the shares as they stand and when the last sweep ran, and nothing of obligations: of each kind the last that has
 * come is said, if it came since then and its day has nothing later of the kind.
 */
class ExpectedReminders {
    static final Set<String> NAMES =
            Set.of("TaskOpened", "TaskDueSoon", "TaskOverdue", "TaskNotReceived", "TaskStale", "PeriodicReportDue");

    private static final Set<String> WAITING = Set.of("ISSUED", "RECEIVED", "IN_PROGRESS", "RETURNED");
    private static final Set<String> AT_WORK = Set.of("RECEIVED", "IN_PROGRESS", "RETURNED");
    private static final Set<String> REPORTING = Set.of("RECEIVED", "IN_PROGRESS", "RETURNED", "ESTABLISHED");

    private final WorkingDays calendar;
    private final Map<UUID, StandingTask> tasks = new LinkedHashMap<>();
    private LocalDateTime now;
    private final LocalDate issuedOn;

    ExpectedReminders(WorkingDays calendar, LocalDateTime publication) {
        this.calendar = calendar;
        this.now = publication;
        this.issuedOn = publication.toLocalDate();
    }

    private static final class StandingTask {
        private int number;
        private String kind;
        private LocalDate opensOn;
        private LocalDate dueOn;
        private String status;
        private boolean backfilled;
        private final Map<UUID, Share> shares = new LinkedHashMap<>();

        boolean isClosed() {
            return !status.equals("OPEN");
        }
    }

    private static final class Share {
        private String state;
        private LocalDate dueOn;
        private LocalDate silentSince;
        private LocalDate reportedOn;
    }

    LocalDateTime now() {
        return now;
    }

    List<UUID> units(UUID task) {
        return List.copyOf(tasks.get(task).shares.keySet());
    }

    int number(UUID task) {
        return tasks.get(task).number;
    }

    /** Takes a task as the service shows it. */
    void stands(UUID id, JsonNode view) {
        StandingTask task = tasks.computeIfAbsent(id, unknown -> new StandingTask());
        task.number = view.get("number").asInt();
        task.kind = view.at("/deadline/kind").asText();
        task.opensOn = day(view.at("/deadline/opensOn"));
        task.dueOn = day(view.at("/deadline/dueOn"));
        task.status = view.get("status").asText();
        task.backfilled = view.get("backfilled").asBoolean();
        view.get("assignments").forEach(assignment -> {
            Share share = task.shares.computeIfAbsent(
                    UUID.fromString(assignment.get("unitId").asText()), unknown -> new Share());
            share.state = assignment.get("state").asText();
            share.dueOn = day(assignment.get("dueOn"));
        });
    }

    /** An action was taken with a share. */
    void acted(UUID task, UUID unit, String action) {
        Share share = tasks.get(task).shares.get(unit);
        if (Set.of("receipt", "return", "resumption", "reopening", "progress-reports")
                .contains(action)) {
            share.silentSince = now.toLocalDate();
        }
        if (action.equals("progress-reports")) {
            share.reportedOn = now.toLocalDate();
        }
    }

    /** What is said by a sweep at this moment, the first since the last one. */
    List<String> at(LocalDateTime moment) {
        List<String> said = new ArrayList<>();
        for (StandingTask task : tasks.values()) {
            if (!task.backfilled) {
                said.addAll(new Sweep(task, now, moment).lines());
            }
        }
        now = moment;
        return said;
    }

    private final class Sweep {
        private final StandingTask task;
        private final LocalDateTime previous;
        private final LocalDateTime moment;
        private final LocalDate today;
        private final List<String> lines = new ArrayList<>();

        Sweep(StandingTask task, LocalDateTime previous, LocalDateTime moment) {
            this.task = task;
            this.previous = previous;
            this.moment = moment;
            this.today = moment.toLocalDate();
        }

        List<String> lines() {
            if (!task.isClosed()) {
                opened();
                notReceived();
                stale();
                Set<LocalDate> dueDates = new TreeSet<>();
                task.shares.values().stream()
                        .filter(share -> share.dueOn != null)
                        .forEach(share -> dueDates.add(share.dueOn));
                dueDates.forEach(this::dueSoon);
                dueDates.forEach(this::overdue);
            }
            if (task.kind.equals("FROM") && !task.status.equals("CANCELLED")) {
                report();
            }
            return lines;
        }

        /** Whether nine o'clock of this day lies after the previous sweep and not after this one. */
        private boolean hasCome(LocalDate day) {
            LocalDateTime at = day.atTime(9, 0);
            return at.isAfter(previous) && !at.isAfter(moment);
        }

        private void opened() {
            if (task.opensOn != null && hasCome(task.opensOn) && (task.dueOn == null || !task.dueOn.isBefore(today))) {
                say("TaskOpened", task.opensOn, "", units(share -> WAITING.contains(share.state)));
            }
        }

        private void dueSoon(LocalDate dueOn) {
            if (dueOn.isBefore(today)) {
                return;
            }
            for (int days : new int[] {0, 1, 3, 5}) {
                LocalDate day = days == 0 ? dueOn : calendar.minus(dueOn, days);
                if (day.isAfter(today)) {
                    continue;
                }
                boolean wanted =
                        switch (task.kind) {
                            case "ON" -> !day.equals(task.opensOn);
                            case "WINDOW" -> day.isAfter(task.opensOn);
                            default -> true;
                        };
                if (wanted && hasCome(day)) {
                    int left = 0;
                    while ((left == 0 ? dueOn : calendar.minus(dueOn, left)).isAfter(today)) {
                        left++;
                    }
                    say("TaskDueSoon", dueOn, Integer.toString(left), waiting(dueOn));
                }
                return;
            }
        }

        private void overdue(LocalDate dueOn) {
            int days = calendar.between(dueOn, today);
            if (days > 0) {
                int step = days % 2 == 1 ? days : days - 1;
                if (hasCome(calendar.plus(dueOn, step))) {
                    int level = days >= 5 ? 3 : days >= 3 ? 2 : 1;
                    say("TaskOverdue", dueOn, days + " level " + level, waiting(dueOn));
                }
            }
        }

        private void notReceived() {
            int days = calendar.between(issuedOn, today);
            int step = days - days % 2;
            if (step >= 2 && hasCome(calendar.plus(issuedOn, step))) {
                say(
                        "TaskNotReceived",
                        task.dueOn,
                        Integer.toString(days),
                        units(share -> share.state.equals("ISSUED")));
            }
        }

        private void stale() {
            Map<LocalDate, Set<UUID>> silent = new TreeMap<>();
            task.shares.forEach((unit, share) -> {
                if (AT_WORK.contains(share.state) && share.dueOn != null && !share.dueOn.isBefore(today)) {
                    LocalDate since = task.opensOn != null && task.opensOn.isAfter(share.silentSince)
                            ? task.opensOn
                            : share.silentSince;
                    int days = calendar.between(since, today);
                    if (days >= 10 && hasCome(calendar.plus(since, days - days % 5))) {
                        silent.computeIfAbsent(since, first -> new TreeSet<>()).add(unit);
                    }
                }
            });
            silent.forEach(
                    (since, units) -> say("TaskStale", since, Integer.toString(calendar.between(since, today)), units));
        }

        private void report() {
            LocalDate friday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.FRIDAY));
            if (friday.isAfter(task.opensOn) && hasCome(friday)) {
                LocalDate before = friday.minusWeeks(1);
                say(
                        "PeriodicReportDue",
                        friday,
                        "",
                        units(share -> REPORTING.contains(share.state)
                                && (share.reportedOn == null || !share.reportedOn.isAfter(before))));
            }
        }

        private Set<UUID> waiting(LocalDate dueOn) {
            return units(share -> WAITING.contains(share.state) && dueOn.equals(share.dueOn));
        }

        private Set<UUID> units(Predicate<Share> concerned) {
            Set<UUID> units = new TreeSet<>();
            task.shares.forEach((unit, share) -> {
                if (concerned.test(share)) {
                    units.add(unit);
                }
            });
            return units;
        }

        private void say(String event, LocalDate date, String number, Set<UUID> units) {
            if (!units.isEmpty()) {
                lines.add(ExpectedReminders.line(task.number, today, event, date, number, units));
            }
        }
    }

    /** One line for what an event says. */
    static String line(int task, LocalDate day, String event, JsonNode data) {
        LocalDate date =
                switch (event) {
                    case "TaskStale" -> day(data.get("silentSince"));
                    case "PeriodicReportDue" -> day(data.get("reportDueOn"));
                    case "TaskOpened" -> day(data.at("/deadline/opensOn"));
                    default -> day(data.at("/deadline/dueOn"));
                };
        String number =
                switch (event) {
                    case "TaskDueSoon" -> data.get("workingDaysLeft").asText();
                    case "TaskOverdue" ->
                        data.get("workingDaysOverdue").asText() + " level "
                                + data.get("level").asText();
                    case "TaskNotReceived" -> data.get("workingDaysWaited").asText();
                    case "TaskStale" -> data.get("workingDaysSilent").asText();
                    default -> "";
                };
        Set<UUID> units = new TreeSet<>();
        StreamSupport.stream(data.get("unitIds").spliterator(), false)
                .map(JsonNode::asText)
                .map(UUID::fromString)
                .forEach(units::add);
        return line(task, day, event, date, number, units);
    }

    private static String line(int task, LocalDate day, String event, LocalDate date, String number, Set<UUID> units) {
        return "task %d %s %s %s %s %s".formatted(task, day, event, date, number, units);
    }

    private static LocalDate day(JsonNode text) {
        return text.isNull() || text.isMissingNode() ? null : LocalDate.parse(text.asText());
    }
}
