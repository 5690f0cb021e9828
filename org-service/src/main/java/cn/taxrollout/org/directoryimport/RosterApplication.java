package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.Appointment;
import cn.taxrollout.org.appointment.AppointmentRepository;
import cn.taxrollout.org.appointment.Appointments;
import cn.taxrollout.org.appointment.HolderRule;
import cn.taxrollout.org.appointment.Seat;
import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.appointment.SeatRepository;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.staff.Posting;
import cn.taxrollout.org.staff.Staff;
import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.staff.StaffRepository;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitKind;
import cn.taxrollout.org.unit.UnitPeriod;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.unit.Units;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.Refusal.Violation;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import jakarta.enterprise.context.RequestScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the organisation in step with a roster, once per request. All refused places are collected before anything is refused, and
 * everything happens in the caller's transaction: a preview is this and a rollback.
 */
@RequestScoped
class RosterApplication {
    private final UnitRepository unitRepository;
    private final StaffRepository staffRepository;
    private final SeatRepository seatRepository;
    private final AppointmentRepository appointmentRepository;
    private final Units units;
    private final Staff staff;
    private final Appointments appointments;
    private final Rights rights;
    private final Clock clock;

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Unit> unitsByCode = new HashMap<>();
    private final Map<String, StaffMember> staffByNumber = new HashMap<>();

    RosterApplication(
            UnitRepository unitRepository,
            StaffRepository staffRepository,
            SeatRepository seatRepository,
            AppointmentRepository appointmentRepository,
            Units units,
            Staff staff,
            Appointments appointments,
            Rights rights,
            Clock clock) {
        this.unitRepository = unitRepository;
        this.staffRepository = staffRepository;
        this.seatRepository = seatRepository;
        this.appointmentRepository = appointmentRepository;
        this.units = units;
        this.staff = staff;
        this.appointments = appointments;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * @throws Refusal 403 if the caller may not change every unit named, 422 with the path of each refused place; the
     *     transaction must then be rolled back
     */
    @Transactional(Transactional.TxType.MANDATORY)
    RosterChanges apply(Roster roster) {
        RosterChanges.Count unitCount = applyUnits(roster.units());
        RosterChanges.Count staffCount = applyStaff(roster.staff());
        List<RosterChanges.Vacancy> vacancies = new ArrayList<>();
        RosterChanges.Count seatCount = applySeats(roster.seats(), vacancies);
        refuseViolations();
        return new RosterChanges(unitCount, staffCount, seatCount, vacancies);
    }

    private RosterChanges.Count applyUnits(List<Roster.UnitRow> rows) {
        Set<String> codes = rows.stream()
                .flatMap(row -> Stream.of(row.code(), row.parent()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        unitRepository.lockTree();
        unitsByCode.putAll(unitRepository.byCode(codes));
        rights.demand(
                Right.CHANGE_UNITS, unitsByCode.values().stream().map(Unit::id).toList());
        LocalDate today = LocalDate.now(clock);

        Map<String, Integer> firstRow = new HashMap<>();
        List<Unit> added = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Roster.UnitRow row = rows.get(i);
            Integer first = firstRow.putIfAbsent(row.code(), i);
            if (first != null) {
                violations.add(new Violation("units[%d].code".formatted(i), "twice-in-file", "units[" + first + "]"));
            } else if (!unitsByCode.containsKey(row.code())) {
                if (row.parent() == null) {
                    rights.demand(Right.CHANGE_UNITS, (UUID) null);
                }
                Unit unit = new Unit(
                        ids.generate(),
                        row.code(),
                        row.kind(),
                        UnitPeriod.from(null, row.name(), null, Set.of()),
                        today);
                unitsByCode.put(row.code(), unit);
                added.add(unit);
            }
        }
        Set<Unit> changed = new LinkedHashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Roster.UnitRow row = rows.get(i);
            Unit parent = unitsByCode.get(row.parent());
            if (row.parent() != null && parent == null) {
                violations.add(new Violation("units[%d].parent".formatted(i), "code-unknown", row.parent()));
            }
            Unit unit = unitsByCode.get(row.code());
            boolean other = unit.describe(
                    row.kind(),
                    UnitPeriod.from(
                            added.contains(unit) ? null : today,
                            row.name(),
                            parent == null ? null : parent.id(),
                            row.functions() == null ? Set.of() : row.functions()),
                    today);
            if (other) {
                changed.add(unit);
            }
        }
        refuseViolations();
        changed.addAll(added);
        unitRepository.persist(added);
        units.settle(changed);
        return RosterChanges.Count.of(rows.size(), added.size(), changed.size());
    }

    private RosterChanges.Count applyStaff(List<Roster.StaffRow> rows) {
        staffByNumber.putAll(staffRepository.byStaffNo(
                rows.stream().map(Roster.StaffRow::staffNo).toList()));
        LocalDate today = LocalDate.now(clock);
        Map<String, Integer> firstRow = new HashMap<>();
        List<StaffMember> added = new ArrayList<>();
        Set<StaffMember> changed = new LinkedHashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Roster.StaffRow row = rows.get(i);
            Unit home = unit(row.section(), "staff[%d].section".formatted(i));
            Integer first = firstRow.putIfAbsent(row.staffNo(), i);
            if (first != null) {
                violations.add(
                        new Violation("staff[%d].staffNo".formatted(i), "twice-in-file", "staff[" + first + "]"));
            }
            if (home == null || first != null) {
                continue;
            }
            var contact = new StaffMember.ContactPoints(row.email(), row.mobile(), row.chatId());
            StaffMember known = staffByNumber.get(row.staffNo());
            if (known == null) {
                StaffMember member = new StaffMember(
                        ids.generate(), row.staffNo(), row.name(), Posting.from(null, home.id()), contact, today);
                staffByNumber.put(row.staffNo(), member);
                added.add(member);
            } else {
                boolean other = known.describe(row.name(), contact);
                if (!known.worksHere()) {
                    known.rejoin(Posting.from(today, home.id()), today);
                    other = true;
                } else {
                    other |= known.move(Posting.from(today, home.id()), today);
                }
                if (other) {
                    changed.add(known);
                }
            }
        }
        refuseViolations();
        changed.addAll(added);
        staffRepository.persist(added);
        staff.publish(changed);
        return RosterChanges.Count.of(rows.size(), added.size(), changed.size());
    }

    /** What tells one seat from another when a roster is applied again. */
    private record SeatKey(UUID unit, String title, SeatRank rank, HolderRule rule, UUID holderOrSection) {}

    private RosterChanges.Count applySeats(List<Roster.SeatRow> rows, List<RosterChanges.Vacancy> vacancies) {
        List<SeatKey> wanted = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            wanted.add(read(rows.get(i), "seats[%d]".formatted(i)));
        }
        refuseViolations();
        Map<SeatKey, List<Seat>> existing =
                existingSeats(wanted.stream().map(SeatKey::unit).collect(Collectors.toSet()));
        Map<SeatKey, Integer> taken = new HashMap<>();
        Set<UUID> sections = new HashSet<>();
        List<Appointment> appointed = new ArrayList<>();
        Map<UUID, Roster.SeatRow> ruled = new HashMap<>();
        int added = 0;
        for (int i = 0; i < rows.size(); i++) {
            Roster.SeatRow row = rows.get(i);
            SeatKey key = wanted.get(i);
            int nth = taken.merge(key, 1, Integer::sum);
            if (key.rule() == HolderRule.NAMED && nth > 1) {
                violations.add(
                        new Violation("seats[%d]".formatted(i), "twice-in-file", "seats[" + wanted.indexOf(key) + "]"));
                continue;
            }
            List<Seat> same = existing.getOrDefault(key, List.of());
            Seat seat;
            if (nth <= same.size()) {
                seat = same.get(nth - 1);
            } else {
                seat = new Seat(
                        ids.generate(),
                        key.unit(),
                        key.title(),
                        key.rank(),
                        key.rule(),
                        key.rule() == HolderRule.NAMED ? null : key.holderOrSection(),
                        row.from());
                seatRepository.persist(seat);
                added++;
                if (key.rule() == HolderRule.NAMED) {
                    Appointment appointment =
                            Appointment.named(ids.generate(), seat.id(), key.holderOrSection(), row.from(), null);
                    appointmentRepository.persist(appointment);
                    appointed.add(appointment);
                }
                if (key.rank() == SeatRank.HEAD) {
                    sections.add(key.unit());
                }
            }
            if (key.rule() != HolderRule.NAMED) {
                ruled.put(seat.id(), row);
                sections.add(key.holderOrSection());
            }
        }
        refuseViolations();
        appointed.addAll(appointments.followPrincipals(sections));
        appointments.publish(appointed);
        vacancies.addAll(vacancies(ruled));
        return RosterChanges.Count.of(rows.size(), added, added);
    }

    private SeatKey read(Roster.SeatRow row, String path) {
        Unit unit = unit(row.unit(), path + ".unit");
        UUID unitId = unit == null ? null : unit.id();
        if (Stream.of(row.staff(), row.principalOf(), row.unnamedDeputyOf())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            violations.add(new Violation(path, "one-holder-rule"));
            return new SeatKey(unitId, row.title(), row.rank(), null, null);
        }
        if (row.staff() != null) {
            StaffMember holder = staffByNumber.computeIfAbsent(
                    row.staff(), number -> staffRepository.byStaffNo(number).orElse(null));
            if (holder == null) {
                violations.add(new Violation(path + ".staff", "staff-no-unknown", row.staff()));
            }
            return new SeatKey(unitId, row.title(), row.rank(), HolderRule.NAMED, holder == null ? null : holder.id());
        }
        boolean principal = row.principalOf() != null;
        String field = path + (principal ? ".principalOf" : ".unnamedDeputyOf");
        Unit section = unit(principal ? row.principalOf() : row.unnamedDeputyOf(), field);
        if (section != null && section.kind() != UnitKind.SECTION) {
            violations.add(new Violation(field, "not-a-section", section.code()));
        }
        return new SeatKey(
                unitId,
                row.title(),
                row.rank(),
                principal ? HolderRule.PRINCIPAL_OF : HolderRule.UNNAMED_DEPUTY_OF,
                section == null ? null : section.id());
    }

    private Unit unit(String code, String field) {
        Unit unit = unitsByCode.get(code);
        if (unit == null) {
            unit = unitRepository.byCode(List.of(code)).get(code);
            if (unit == null) {
                violations.add(new Violation(field, "code-unknown", code));
                return null;
            }
            rights.demand(Right.CHANGE_UNITS, unit.id());
            unitsByCode.put(code, unit);
        }
        return unit;
    }

    private Map<SeatKey, List<Seat>> existingSeats(Set<UUID> unitIds) {
        List<Seat> seats = seatRepository.ofUnits(unitIds);
        Map<UUID, Appointment> open = appointmentRepository
                .ofSeats(seats.stream().map(Seat::id).toList())
                .stream()
                .filter(appointment -> appointment.to() == null)
                .collect(Collectors.toMap(Appointment::seatId, Function.identity()));
        return seats.stream()
                .filter(seat -> seat.holderRule() != HolderRule.NAMED || open.containsKey(seat.id()))
                .collect(Collectors.groupingBy(seat -> new SeatKey(
                        seat.unitId(),
                        seat.title(),
                        seat.rank(),
                        seat.holderRule(),
                        seat.holderRule() == HolderRule.NAMED
                                ? open.get(seat.id()).staffId()
                                : seat.sectionId())));
    }

    private List<RosterChanges.Vacancy> vacancies(Map<UUID, Roster.SeatRow> ruled) {
        Set<UUID> held = appointmentRepository.ofSeats(ruled.keySet()).stream()
                .filter(appointment -> appointment.to() == null)
                .map(Appointment::seatId)
                .collect(Collectors.toSet());
        return ruled.entrySet().stream()
                .filter(entry -> !held.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .map(row -> new RosterChanges.Vacancy(
                        row.principalOf() != null,
                        unitsByCode.get(row.unit()).name(),
                        row.title(),
                        unitsByCode
                                .get(row.principalOf() != null ? row.principalOf() : row.unnamedDeputyOf())
                                .name()))
                .sorted()
                .toList();
    }

    private void refuseViolations() {
        if (!violations.isEmpty()) {
            throw Refusal.unprocessable("invalid-request", violations);
        }
    }
}
