package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.Appointment;
import cn.taxrollout.org.appointment.Seat;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.security.Place;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.staff.Posting;
import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitKind;
import cn.taxrollout.org.unit.UnitPeriod;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.QueryFlushMode;

/**
 * The units and people that a roster speaks of, read before any of them is changed, with few statements: those that are there already and those it adds. What the
 * caller can't see is not there.
 */
final class Directory {
    private final Session session;
    private final Rights rights;
    private final Map<String, Unit> unitsByCode = new HashMap<>();
    private final Map<UUID, Unit> unitsById = new HashMap<>();
    private final Map<String, StaffMember> staffByNumber = new HashMap<>();
    private final Map<UUID, Place> placesOfNew = new HashMap<>();
    private final Map<String, RowResult> rowsOfUnits = new HashMap<>();
    private final Map<String, RowResult> rowsOfStaff = new HashMap<>();

    Directory(Session session, Rights rights) {
        this.session = session;
        this.rights = rights;
    }

    /** Reads what the rows speak of. */
    void load(RosterRows rows) {
        Set<String> codes = new HashSet<>();
        Set<String> staffNos = new HashSet<>();
        each(rows.units()).forEach(row -> Stream.of(row.code(), row.parent()).forEach(codes::add));
        each(rows.staff()).forEach(row -> {
            codes.add(row.section());
            staffNos.add(row.staffNo());
        });
        each(rows.seats()).forEach(row -> {
            Stream.of(row.unit(), row.principalOf(), row.unnamedDeputyOf()).forEach(codes::add);
            staffNos.add(row.staff());
        });
        each(rows.duties()).forEach(row -> codes.add(row.unit()));
        session.createNativeQuery("select * from unit where code = any(:codes)", Unit.class)
                .setParameter("codes", known(codes), String[].class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .getResultList()
                .forEach(unit -> {
                    unitsByCode.put(unit.code(), unit);
                    unitsById.put(unit.id(), unit);
                });
        session.createNativeQuery("select * from staff_member where staff_no = any(:staffNos)", StaffMember.class)
                .setParameter("staffNos", known(staffNos), String[].class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .getResultList()
                .forEach(person -> staffByNumber.put(person.staffNo(), person));
        loadById(Stream.concat(
                unitsByCode.values().stream()
                        .flatMap(unit -> unit.periods().stream().map(UnitPeriod::parentId)),
                staffByNumber.values().stream()
                        .flatMap(person -> Stream.concat(
                                Stream.ofNullable(person.responsibleUnitId()),
                                person.postings().stream().map(Posting::unitId)))));
    }

    private void loadById(Stream<UUID> ids) {
        UUID[] missing = ids.filter(id -> id != null && !unitsById.containsKey(id))
                .distinct()
                .toArray(UUID[]::new);
        session.createNativeQuery("select * from unit where id = any(:ids)", Unit.class)
                .setParameter("ids", missing, UUID[].class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .getResultList()
                .forEach(unit -> unitsById.put(unit.id(), unit));
    }

    private static <R> Stream<R> each(List<Placed<R>> rows) {
        return rows.stream().map(Placed::content);
    }

    private static String[] known(Set<String> keys) {
        return keys.stream().filter(Objects::nonNull).toArray(String[]::new);
    }

    /** The seats of these units and those with these identifiers, in the order in which they were set up. */
    List<Seat> seats(Collection<UUID> unitIds, List<Placed<SeatRow>> rows) {
        List<UUID> named =
                each(rows).map(SeatRow::seat).filter(Objects::nonNull).toList();
        return session.createNativeQuery(
                        "select * from seat where unit_id = any(:units) or id = any(:ids) order by id", Seat.class)
                .setParameter("units", unitIds.toArray(UUID[]::new), UUID[].class)
                .setParameter("ids", named.toArray(UUID[]::new), UUID[].class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .getResultList();
    }

    /** The appointments to these seats that were made by name. */
    List<Appointment> appointments(Collection<UUID> seatIds) {
        return session.createNativeQuery(
                        "select * from appointment where seat_id = any(:ids) and derived_from is null and not deleted order by id",
                        Appointment.class)
                .setParameter("ids", seatIds.toArray(UUID[]::new), UUID[].class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .getResultList();
    }

    /** Those of these seats that somebody holds on that day or later. */
    Set<UUID> heldFrom(LocalDate day, Collection<UUID> seatIds) {
        return new HashSet<>(session.createNativeQuery("""
                        select distinct seat_id from appointment
                        where seat_id = any(:ids) and not deleted and coalesce(to_date, 'infinity') >= :day
                        """, UUID.class)
                .setParameter("ids", seatIds.toArray(UUID[]::new), UUID[].class)
                .setParameter("day", day)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .getResultList());
    }

    /** The unit of that code, whether or not the caller can see it. */
    Optional<Unit> unit(String code) {
        return Optional.ofNullable(unitsByCode.get(code));
    }

    /** A unit that is the parent of one, or the section of a person, that was read. */
    Unit unit(UUID id) {
        return unitsById.get(id);
    }

    /** The code of a unit that is the parent of one, or a section of a person, that was read. */
    String codeOf(UUID unitId) {
        Unit unit = unitsById.get(unitId);
        return unit == null ? null : unit.code();
    }

    /** The person of that number, whether or not the caller can see the person. */
    Optional<StaffMember> person(String staffNo) {
        return Optional.ofNullable(staffByNumber.get(staffNo));
    }

    /** Remembers the row that a unit is added or described by, so that rows which refer to it know what became of it. */
    void describes(String code, RowResult row) {
        rowsOfUnits.put(code, row);
    }

    void describesPerson(String staffNo, RowResult row) {
        rowsOfStaff.put(staffNo, row);
    }

    /** @param parent null at the top */
    void add(Unit unit, Unit parent) {
        unitsByCode.put(unit.code(), unit);
        unitsById.put(unit.id(), unit);
        placesOfNew.put(unit.id(), placeBelow(parent, unit.id(), unit.kind()));
    }

    void add(StaffMember person) {
        staffByNumber.put(person.staffNo(), person);
    }

    /** Where a unit that is to be added below another will stand. */
    Place placeBelow(Unit parent, UUID id, UnitKind kind) {
        if (parent == null) {
            return new Place(List.of(id), id);
        }
        Place above = placeOf(parent);
        List<UUID> path = new ArrayList<>(above.path());
        path.add(id);
        return new Place(path, kind == UnitKind.BUREAU ? id : above.bureauId());
    }

    /** Whether the unit is one that the roster adds. */
    boolean isNew(Unit unit) {
        return placesOfNew.containsKey(unit.id());
    }

    private Place placeOf(Unit unit) {
        Place place = placesOfNew.get(unit.id());
        return place != null ? place : unit.place();
    }

    boolean holds(Right right, Unit unit) {
        return rights.holds(right, placeOf(unit));
    }

    boolean holds(Right right, Place place) {
        return rights.holds(right, place);
    }

    /** Whether the right over the person's section is the caller's. */
    boolean holds(Right right, StaffMember person) {
        Unit responsible = unitsById.get(person.responsibleUnitId());
        return responsible == null ? rights.holds(right, new Place(List.of(), person.id())) : holds(right, responsible);
    }

    /** Whether the unit is there for the caller: a system that may write need not be one that may read. */
    boolean sees(Unit unit) {
        return holds(Right.READ, unit) || holds(Right.CHANGE_UNITS, unit);
    }

    /** Whether the person is there for the caller. */
    boolean sees(StaffMember person) {
        return holds(Right.READ, person) || holds(Right.CHANGE_STAFF, person);
    }

    /**
     * The unit that a row refers to.
     *
     * @return null if there is none, or the row that would add it is rejected; the row is rejected then
     */
    Unit demandUnit(String code, String column, RowResult row) {
        Unit unit = unitsByCode.get(code);
        if (unit != null && sees(unit)) {
            return unit;
        }
        RowResult adding = rowsOfUnits.get(code);
        if (adding != null && unit == null) {
            row.reject(column, "depends-on-rejected", adding.row());
        } else {
            row.reject(column, "code-unknown", code);
        }
        return null;
    }

    /**
     * The person to whom a row refers.
     *
     * @return null if there is none, or the row that would add the person is rejected; the row is rejected then
     */
    StaffMember demandPerson(String staffNo, String column, RowResult row) {
        StaffMember person = staffByNumber.get(staffNo);
        if (person != null && sees(person)) {
            return person;
        }
        RowResult adding = rowsOfStaff.get(staffNo);
        if (adding != null && person == null) {
            row.reject(column, "depends-on-rejected", adding.row());
        } else {
            row.reject(column, "staff-no-unknown", staffNo);
        }
        return null;
    }
}
