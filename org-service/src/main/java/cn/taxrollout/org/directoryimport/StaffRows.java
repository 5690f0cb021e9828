package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.Roster.StaffRow;
import cn.taxrollout.org.directoryimport.workbook.Content;
import cn.taxrollout.org.directoryimport.workbook.Placed;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.staff.Posting;
import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.staff.StaffMember.ContactPoints;
import cn.taxrollout.org.staff.StaffRepository;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Brings people in step with the rows of a roster. */
final class StaffRows {
    private final Directory directory;
    private final StaffRepository repository;
    private final LocalDate today;
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final List<RowResult> results = new ArrayList<>();
    private final Map<String, RowResult> resultByNumber = new HashMap<>();
    private final List<StaffMember> added = new ArrayList<>();
    private final Set<StaffMember> touched = new LinkedHashSet<>();
    private final Set<StaffMember> leaving = new LinkedHashSet<>();

    StaffRows(Directory directory, StaffRepository repository, LocalDate today) {
        this.directory = directory;
        this.repository = repository;
        this.today = today;
    }

    /** @return one per row, in their order */
    List<RowResult> apply(List<Placed<StaffRow>> rows) {
        for (Placed<StaffRow> placed : rows) {
            StaffRow row = placed.content();
            RowResult result = new RowResult(
                    RosterSheets.STAFF.field(), placed.row(), String.valueOf(row.staffNo()), placed.reasons());
            results.add(result);
            RowResult first = row.staffNo() == null ? null : resultByNumber.putIfAbsent(row.staffNo(), result);
            if (first != null) {
                result.reject("staffNo", "twice-in-file", first.row());
            } else if (row.staffNo() != null) {
                directory.describesPerson(row.staffNo(), result);
            }
            if (row.from() != null && row.lastDay() != null && row.lastDay().isBefore(row.from())) {
                result.reject("lastDay", "ends-before-it-begins", row.from().toString());
            }
            Unit section = row.section() == null ? null : directory.demandUnit(row.section(), "section", result);
            if (!result.isRejected()) {
                directory
                        .person(row.staffNo())
                        .ifPresentOrElse(
                                person -> alter(person, section, row, result), () -> add(section, row, result));
            }
        }
        repository.persist(added);
        repository.flush();
        return results;
    }

    private void add(Unit section, StaffRow row, RowResult result) {
        if (!directory.holds(Right.CHANGE_STAFF, section)) {
            result.reject("section", "not-entitled", Right.CHANGE_STAFF.name());
            return;
        }
        mustExist(section, row.from() == null ? row.lastDay() : row.from(), result);
        if (result.isRejected()) {
            return;
        }
        StaffMember person = new StaffMember(
                ids.generate(),
                row.staffNo(),
                row.name(),
                Posting.from(row.from(), section.id()),
                contact(new ContactPoints(null, null, null), row),
                today);
        if (row.lastDay() != null) {
            person.leave(row.lastDay(), today);
        }
        directory.add(person);
        added.add(person);
        touched.add(person);
        result.added();
    }

    private void alter(StaffMember person, Unit section, StaffRow row, RowResult result) {
        if (!directory.sees(person)) {
            result.reject("staffNo", "staff-no-taken", row.staffNo());
            return;
        }
        if (!directory.holds(Right.CHANGE_STAFF, person)) {
            result.reject("staffNo", "not-entitled", Right.CHANGE_STAFF.name());
            return;
        }
        boolean changed = describe(person, row, result);
        LocalDate from = row.from() != null ? row.from() : today;
        try {
            if (person.worksHereOn(from)) {
                changed |= move(person, section, from, result);
                changed |= leave(person, section, row.lastDay(), result);
            } else if (row.from() != null) {
                changed |= rejoin(person, section, row, result);
            } else if (!section.id().equals(person.responsibleUnitId())
                    || row.lastDay() != null && !row.lastDay().equals(person.lastDay())) {
                result.reject("from", "staff-left", row.staffNo());
            }
        } catch (Refusal e) {
            result.reject("from", e);
        }
        if (changed) {
            touched.add(person);
        }
    }

    private static boolean describe(StaffMember person, StaffRow row, RowResult result) {
        String name = Content.lineOf(person.name()).equals(row.name()) ? person.name() : row.name();
        ContactPoints before = person.contact();
        ContactPoints after = contact(before, row);
        result.field("name", person.name(), name);
        result.field("email", before.email(), after.email());
        result.field("mobile", before.mobile(), after.mobile());
        result.field("chatId", before.chatId(), after.chatId());
        return person.describe(name, after);
    }

    private boolean move(StaffMember person, Unit section, LocalDate from, RowResult result) {
        UUID before = person.postings().stream()
                .filter(posting -> posting.covers(from))
                .map(Posting::unitId)
                .findFirst()
                .orElse(null);
        if (section.id().equals(before)) {
            return false;
        }
        if (!directory.holds(Right.CHANGE_STAFF, section)) {
            result.reject("section", "not-entitled", Right.CHANGE_STAFF.name());
        }
        mustExist(section, from, result);
        if (result.isRejected()) {
            return false;
        }
        result.field("section", before == null ? null : directory.codeOf(before), section.code());
        return person.move(Posting.from(from, section.id()), today);
    }

    private boolean leave(StaffMember person, Unit section, LocalDate lastDay, RowResult result) {
        LocalDate before = person.lastDay();
        if (lastDay == null || lastDay.equals(before)) {
            return false;
        }
        if (before != null && lastDay.isAfter(before)) {
            person.rejoin(Posting.from(before.plusDays(1), section.id()), today);
        }
        leaving.add(person);
        result.ended("lastDay", before, lastDay);
        return person.leave(lastDay, today);
    }

    private boolean rejoin(StaffMember person, Unit section, StaffRow row, RowResult result) {
        if (row.lastDay() != null && row.lastDay().equals(person.lastDay())) {
            result.reject("from", "staff-left", row.staffNo());
            return false;
        }
        if (!directory.holds(Right.CHANGE_STAFF, section)) {
            result.reject("section", "not-entitled", Right.CHANGE_STAFF.name());
        }
        mustExist(section, row.from(), result);
        if (result.isRejected()) {
            return false;
        }
        result.field("lastDay", person.lastDay(), row.lastDay());
        result.field("section", directory.codeOf(person.responsibleUnitId()), section.code());
        person.rejoin(Posting.from(row.from(), section.id()), today);
        if (row.lastDay() != null) {
            person.leave(row.lastDay(), today);
            leaving.add(person);
        }
        return true;
    }

    /** @param day null for since ever, or no day in particular */
    private static void mustExist(Unit section, LocalDate day, RowResult result) {
        boolean exists = section.periods().stream()
                .anyMatch(period -> day == null ? period.toDate() == null : period.covers(day));
        if (!exists) {
            result.reject("section", "unit-not-on-day", section.code(), day == null ? "" : day.toString());
        }
    }

    private static ContactPoints contact(ContactPoints before, StaffRow row) {
        return new ContactPoints(
                given(row.email(), before.email()),
                given(row.mobile(), before.mobile()),
                given(row.chatId(), before.chatId()));
    }

    /** An empty text takes away what was known. */
    private static String given(String value, String before) {
        if (value == null) {
            return before;
        }
        return value.isEmpty() ? null : value;
    }

    /** People who are new or other than before. */
    Collection<StaffMember> touched() {
        return touched;
    }

    /** Those who leave now, or on another day than was known. */
    Collection<StaffMember> leaving() {
        return leaving;
    }

    /** The row that speaks of a person. */
    RowResult resultOf(StaffMember person) {
        return resultByNumber.get(person.staffNo());
    }
}
