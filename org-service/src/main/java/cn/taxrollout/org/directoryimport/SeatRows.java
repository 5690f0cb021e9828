package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.Appointment;
import cn.taxrollout.org.appointment.AppointmentRepository;
import cn.taxrollout.org.appointment.HolderRule;
import cn.taxrollout.org.appointment.Seat;
import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.appointment.SeatRepository;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.workbook.Content;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitKind;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings seats and appointments in step with the rows of a roster. A row that doesn't name its seat means the one in which
 * its holder sits already; else one of the same sort that is free; else a new one.
 */
final class SeatRows {
    private final Directory directory;
    private final SeatRepository seatRepository;
    private final AppointmentRepository appointmentRepository;
    private final LocalDate today;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

    private final List<Line> lines = new ArrayList<>();
    private final Map<UUID, Post> postById = new LinkedHashMap<>();
    private final Map<Sort, List<Post>> postsBySort = new HashMap<>();
    private final Map<Appointment, RowResult> rowOfAppointment = new HashMap<>();
    private final Map<RowResult, Post> postOfRow = new LinkedHashMap<>();
    private final List<Seat> added = new ArrayList<>();
    private final Set<Seat> ended = new LinkedHashSet<>();
    private final List<Appointment> appointed = new ArrayList<>();
    private final Set<Appointment> touched = new LinkedHashSet<>();

    SeatRows(
            Directory directory,
            SeatRepository seatRepository,
            AppointmentRepository appointmentRepository,
            LocalDate today) {
        this.directory = directory;
        this.seatRepository = seatRepository;
        this.appointmentRepository = appointmentRepository;
        this.today = today;
    }

    /** What seats of a unit may have in common, so that one can stand for the other. */
    private record Sort(UUID unit, String title, SeatRank rank, HolderRule rule, UUID section) {
        static Sort of(Seat seat) {
            return new Sort(
                    seat.unitId(), Content.lineOf(seat.title()), seat.rank(), seat.holderRule(), seat.sectionId());
        }
    }

    /** A row with what it refers to. */
    private record Line(SeatRow row, RowResult result, Unit unit, StaffMember person, Unit section, Sort sort) {
        boolean isSound() {
            return !result.isRejected();
        }
    }

    /** A seat with the appointments to it that were made by name. */
    private static final class Post {
        private final Seat seat;
        private final List<Appointment> appointments = new ArrayList<>();
        /** A row means the seat as such, whoever holds it. */
        private boolean kept;
        /** A row means somebody's appointment to it. */
        private boolean filled;

        private Post(Seat seat) {
            this.seat = seat;
        }

        private Optional<Appointment> overlapping(LocalDate from, LocalDate to) {
            return appointments.stream()
                    .filter(other -> other.holdsOnOrAfter(from)
                            && (to == null || !other.from().isAfter(to)))
                    .findFirst();
        }

        private boolean existsFrom(LocalDate from, LocalDate to) {
            return !from.isBefore(seat.existsFrom())
                    && (seat.lastDay() == null || to != null && !to.isAfter(seat.lastDay()));
        }
    }

    /** @return one per row, in their order */
    List<RowResult> apply(List<Placed<SeatRow>> rows) {
        rows.forEach(placed -> lines.add(resolve(placed)));
        load(rows);
        List<Line> open = new ArrayList<>();
        for (Line line : lines) {
            if (line.isSound() && !matchesAppointment(line) && line.isSound()) {
                open.add(line);
            }
        }
        open.stream().filter(line -> line.person() == null).forEach(this::keep);
        open.stream()
                .filter(line -> line.person() != null)
                .sorted(Comparator.comparing(line -> line.row().from()))
                .forEach(this::appoint);
        lines.stream().filter(Line::isSound).forEach(this::endSeat);
        seatRepository.flush(); // what ends makes way for what begins
        seatRepository.persist(added);
        appointmentRepository.persist(appointed);
        seatRepository.flush();
        return lines.stream().map(Line::result).toList();
    }

    private Line resolve(Placed<SeatRow> placed) {
        SeatRow row = placed.content();
        String label = Stream.of(row.unit(), row.title(), row.staff())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        RowResult result = new RowResult(RosterSheets.SEATS.field(), placed.row(), label, placed.reasons());
        checkDates(row, result);
        Unit unit = row.unit() == null ? null : directory.demandUnit(row.unit(), "unit", result);
        if (unit != null && !directory.holds(Right.CHANGE_SEATS, unit)) {
            result.reject("unit", "not-entitled", Right.CHANGE_SEATS.name());
        }
        if (row.principalOf() != null && (row.unnamedDeputyOf() != null || row.staff() != null)) {
            result.reject("principalOf", "one-holder-rule");
        }
        boolean principal = row.principalOf() != null;
        String column = principal ? "principalOf" : "unnamedDeputyOf";
        String code = principal ? row.principalOf() : row.unnamedDeputyOf();
        Unit section = code == null ? null : directory.demandUnit(code, column, result);
        if (section != null && section.kind() != UnitKind.SECTION) {
            result.reject(column, "not-a-section", code);
        }
        StaffMember person = row.staff() == null ? null : directory.demandPerson(row.staff(), "staff", result);
        if (person != null
                && row.name() != null
                && !Content.lineOf(person.name()).equals(Content.lineOf(row.name()))) {
            result.reject("name", "name-differs", row.staff(), person.name());
        }
        HolderRule rule =
                code == null ? HolderRule.NAMED : principal ? HolderRule.PRINCIPAL_OF : HolderRule.UNNAMED_DEPUTY_OF;
        Sort sort = unit == null || row.title() == null
                ? null
                : new Sort(
                        unit.id(),
                        Content.lineOf(row.title()),
                        row.rank(),
                        rule,
                        section == null ? null : section.id());
        return new Line(row, result, unit, person, section, sort);
    }

    private static void checkDates(SeatRow row, RowResult result) {
        if (row.from() != null && row.to() != null && row.to().isBefore(row.from())) {
            result.reject("to", "ends-before-it-begins", row.from().toString());
        }
        if (row.from() != null && row.seatTo() != null && row.seatTo().isBefore(row.from())) {
            result.reject("seatTo", "ends-before-it-begins", row.from().toString());
        }
        if (row.staff() == null
                && row.to() != null
                && row.seatTo() != null
                && !row.to().equals(row.seatTo())) {
            result.reject("seatTo", "seat-ends-twice", row.to().toString());
        }
    }

    private void load(List<Placed<SeatRow>> rows) {
        Set<UUID> units = lines.stream()
                .filter(Line::isSound)
                .map(line -> line.unit().id())
                .collect(Collectors.toSet());
        directory.seats(units, rows).forEach(seat -> put(new Post(seat)));
        directory.appointments(postById.keySet()).forEach(appointment -> postById.get(appointment.seatId())
                .appointments
                .add(appointment));
    }

    private void put(Post post) {
        postById.put(post.seat.id(), post);
        postsBySort
                .computeIfAbsent(Sort.of(post.seat), sort -> new ArrayList<>())
                .add(post);
    }

    /** The seats that a row may mean: the one it names, or all of its sort. */
    private List<Post> posts(Line line) {
        if (line.row().seat() == null) {
            return postsBySort.getOrDefault(line.sort(), List.of());
        }
        Post named = postById.get(line.row().seat());
        if (named == null || !named.seat.unitId().equals(line.unit().id())) {
            line.result().reject("seat", "seat-unknown", line.row().seat().toString());
            return List.of();
        }
        if (!Sort.of(named.seat).equals(line.sort())) {
            line.result().reject("seat", "seat-differs", named.seat.title());
            return List.of();
        }
        return List.of(named);
    }

    /** Looks whether the row's person sits in such a seat already; if so, that is what the row means. */
    private boolean matchesAppointment(Line line) {
        for (Post post : posts(line)) {
            for (Appointment appointment : post.appointments) {
                if (line.person() == null
                        || !appointment.staffId().equals(line.person().id())
                        || !appointment.holdsOnOrAfter(line.row().from())
                        || line.row().to() != null
                                && appointment.from().isAfter(line.row().to())) {
                    continue;
                }
                RowResult first = rowOfAppointment.putIfAbsent(appointment, line.result());
                if (first != null) {
                    line.result().reject("staff", "twice-in-file", first.row());
                } else if (line.row().from().isBefore(appointment.from())) {
                    line.result()
                            .reject(
                                    "from",
                                    "appointment-begins-otherwise",
                                    appointment.from().toString());
                } else {
                    post.filled = true;
                    postOfRow.put(line.result(), post);
                    end(appointment, line);
                }
                return true;
            }
        }
        return false;
    }

    private void end(Appointment appointment, Line line) {
        LocalDate to = line.row().to();
        LocalDate before = appointment.to();
        if (to == null || to.equals(before)) {
            return;
        }
        try {
            appointment.end(to);
            touched.add(appointment);
            line.result().ended("to", before, to);
        } catch (Refusal e) {
            line.result().reject("to", e);
        }
    }

    /** For a row that means a seat as such: an existing one, or a new one. */
    private void keep(Line line) {
        Post post = posts(line).stream()
                .filter(candidate -> line.row().seat() != null || !candidate.kept && !candidate.filled)
                .findFirst()
                .orElse(null);
        if (line.isSound()) {
            post = post == null ? setUp(line) : post;
            post.kept = true;
            postOfRow.put(line.result(), post);
        }
    }

    private void appoint(Line line) {
        SeatRow row = line.row();
        checkAppointment(line);
        List<Post> posts = posts(line);
        posts.stream()
                .flatMap(post -> post.overlapping(row.from(), row.to()).stream())
                .filter(other -> other.staffId().equals(line.person().id()) || row.seat() != null)
                .findFirst()
                .ifPresent(other -> rejectOverlap(line, other));
        if (!line.isSound()) {
            return;
        }
        Post post = posts.stream()
                .filter(candidate -> row.seat() != null
                        || !candidate.kept
                                && candidate.existsFrom(row.from(), row.to())
                                && candidate.overlapping(row.from(), row.to()).isEmpty())
                .findFirst()
                .orElseGet(() -> setUp(line));
        if (!post.existsFrom(row.from(), row.to())) {
            boolean tooEarly = row.from().isBefore(post.seat.existsFrom());
            line.result()
                    .reject(
                            tooEarly ? "from" : "to",
                            tooEarly ? "seat-not-yet" : "seat-ended",
                            (tooEarly ? post.seat.existsFrom() : post.seat.lastDay()).toString());
            return;
        }
        Appointment appointment =
                Appointment.named(ids.generate(), post.seat.id(), line.person().id(), row.from(), row.to());
        post.appointments.add(appointment);
        post.filled = true;
        postOfRow.put(line.result(), post);
        rowOfAppointment.put(appointment, line.result());
        appointed.add(appointment);
        touched.add(appointment);
        line.result().added();
    }

    private void rejectOverlap(Line line, Appointment other) {
        RowResult first = rowOfAppointment.get(other);
        if (other.staffId().equals(line.person().id()) && first != null) {
            line.result().reject("staff", "twice-in-file", first.row());
        } else {
            line.result().reject("from", "seat-held", other.from().toString());
        }
    }

    private void checkAppointment(Line line) {
        SeatRow row = line.row();
        if (!line.person().worksHereOn(row.to() == null ? LocalDate.MAX : row.to())) {
            line.result().reject("staff", "staff-left", row.staff());
        }
        if (line.section() != null
                && line.person().postings().stream()
                        .noneMatch(home -> home.covers(row.from())
                                && home.unitId().equals(line.section().id()))) {
            line.result().reject("staff", "staff-of-other-section", row.staff());
        }
    }

    private Post setUp(Line line) {
        SeatRow row = line.row();
        if (line.unit().on(row.from()).isEmpty()) {
            line.result()
                    .reject("from", "unit-not-on-day", row.unit(), row.from().toString());
        }
        Post post = new Post(new Seat(
                ids.generate(),
                line.unit().id(),
                row.title(),
                row.rank(),
                line.sort().rule(),
                line.sort().section(),
                row.from()));
        put(post);
        added.add(post.seat);
        line.result().added();
        return post;
    }

    /** A seat ends after all appointments to it are known. */
    private void endSeat(Line line) {
        SeatRow row = line.row();
        LocalDate lastDay = row.seatTo() == null && row.staff() == null ? row.to() : row.seatTo();
        Seat seat = postOfRow.get(line.result()).seat;
        if (lastDay == null || lastDay.equals(seat.lastDay())) {
            return;
        }
        String column = row.seatTo() == null ? "to" : "seatTo";
        try {
            LocalDate before = seat.lastDay();
            seat.end(lastDay);
            ended.add(seat);
            line.result().ended(column, before, lastDay);
            postById.get(seat.id()).overlapping(lastDay.plusDays(1), null).ifPresent(holding -> line.result()
                    .reject(column, "seat-held", holding.from().toString()));
        } catch (Refusal e) {
            line.result().reject(column, e);
        }
    }

    List<Seat> added() {
        return added;
    }

    Collection<Seat> ended() {
        return ended;
    }

    /** Appointments that are new or end. */
    Collection<Appointment> touched() {
        return touched;
    }

    /** The seats that rows speak of and nobody holds today or later, once everything is written. */
    List<Problem> vacancies() {
        Set<UUID> held = directory.heldFrom(today, postById.keySet());
        List<Problem> vacancies = new ArrayList<>();
        Set<Post> seen = new HashSet<>();
        for (Line line : lines) {
            Post post = postOfRow.get(line.result());
            boolean open = post.seat.lastDay() == null || !post.seat.lastDay().isBefore(today);
            if (open && !held.contains(post.seat.id()) && seen.add(post)) {
                vacancies.add(vacancy(line, post.seat));
            }
        }
        return vacancies;
    }

    private static Problem vacancy(Line line, Seat seat) {
        String unit = line.unit().name();
        return switch (seat.holderRule()) {
            case NAMED -> line.result().note("seat-vacant-named", unit, seat.title());
            case PRINCIPAL_OF ->
                line.result()
                        .note(
                                "seat-vacant-principal",
                                unit,
                                seat.title(),
                                line.section().name());
            case UNNAMED_DEPUTY_OF ->
                line.result()
                        .note("seat-vacant", unit, seat.title(), line.section().name());
        };
    }
}
