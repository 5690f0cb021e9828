package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.StaffRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.directoryimport.workbook.Sheet;
import cn.taxrollout.org.directoryimport.workbook.WorkbookWriter;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.security.Place;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.unit.UnitFunction;
import cn.taxrollout.org.unit.UnitKind;
import cn.taxrollout.org.web.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * Writes a unit and all below it as they are on a day into a workbook. Handed in again it changes nothing, so a row says since
 * when it holds, or, where that is ever, that it held on the day.
 */
@ApplicationScoped
class DirectoryExport {
    private static final int FETCHED_ROWS = 500;

    private static final String SUBTREE = """
            with recursive down (id, way) as (
                select id, array [code] from unit where id = :unit
                union all
                select u.id, down.way || u.code from down join unit_period p on p.parent_id = down.id
                    and :at between coalesce(p.from_date, '-infinity') and coalesce(p.to_date, 'infinity')
                join unit u on u.id = p.unit_id)
            """;

    private static final String UNITS = SUBTREE + """
            select u.code, p.name, u.kind, above.code as parent, p.functions, p.from_date,
                   (select max(to_date) from unit_period where unit_id = u.id
                    having bool_and(to_date is not null)) as last_day
            from down join unit u on u.id = down.id
            join unit_period p on p.unit_id = u.id
                and :at between coalesce(p.from_date, '-infinity') and coalesce(p.to_date, 'infinity')
            left join unit above on above.id = p.parent_id
            order by down.way
            """;

    private static final String STAFF = SUBTREE + """
            select m.staff_no, m.name, u.code, m.email, m.mobile, m.chat_id, p.from_date, m.last_day, m.id, u.path, u.bureau_id
            from down join unit u on u.id = down.id join posting p on p.unit_id = u.id
                and :at between coalesce(p.from_date, '-infinity') and coalesce(p.to_date, 'infinity')
            join staff_member m on m.id = p.staff_id and coalesce(m.last_day, 'infinity') >= :at
            order by m.staff_no
            """;

    private static final String SEATS = SUBTREE + """
            select s.id, u.code, s.title, s.rank, coalesce(a.from_date, s.exists_from) as from_date, a.to_date, m.staff_no, m.name,
                   s.holder_rule, section.code as section, s.last_day
            from down join unit u on u.id = down.id join seat s on s.unit_id = u.id
                and :at between s.exists_from and coalesce(s.last_day, 'infinity')
            left join unit section on section.id = s.section_id
            left join appointment a on a.seat_id = s.id and not a.deleted and a.derived_from is null
                and :at between a.from_date and coalesce(a.to_date, 'infinity')
            left join staff_member m on m.id = a.staff_id
            order by down.way, array_position(array ['HEAD', 'DEPUTY_HEAD', 'MEMBER', 'ADMINISTRATOR'], s.rank), s.id
            """;

    private static final String DUTIES = SUBTREE + """
            select u.code, clause.ordinal, clause.text, d.from_date
            from down join unit u on u.id = down.id join duty_version d on d.unit_id = u.id
                and :at between coalesce(d.from_date, '-infinity') and coalesce(d.to_date, 'infinity')
            cross join unnest(d.texts) with ordinality as clause (text, ordinal)
            order by down.way, clause.ordinal
            """;

    private final Session session;
    private final Rights rights;
    private final Caller caller;
    private final Clock clock;

    DirectoryExport(Session session, Rights rights, Caller caller, Clock clock) {
        this.session = session;
        this.rights = rights;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * A workbook on disk, complete before the first byte of it is sent: a slow reader holds no transaction, and what fails on
     * the way is an answer of its own.
     *
     * @param unitName name of the unit on that day
     */
    record Exported(String unitName, Path file) {}

    /**
     * @throws Refusal 403 if the caller may not export the unit, 404 if there is none on that day or the caller can't see it
     */
    Exported export(UUID unitId, LocalDate at) throws IOException {
        rights.demand(Right.EXPORT, unitId);
        Path file = Files.createTempFile("export", ".xlsx");
        try {
            String name = QuarkusTransaction.requiringNew().call(() -> {
                session.doWork(connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("set transaction isolation level repeatable read read only");
                    }
                });
                try (OutputStream out = Files.newOutputStream(file)) {
                    return write(unitId, at, out);
                }
            });
            return new Exported(name, file);
        } catch (RuntimeException e) {
            Files.delete(file);
            throw e;
        }
    }

    private String write(UUID unitId, LocalDate at, OutputStream out) throws IOException {
        String name = session.createNativeQuery("""
                        select name from unit_period
                        where unit_id = :unit and :at between coalesce(from_date, '-infinity') and coalesce(to_date, 'infinity')
                        """, String.class)
                .setParameter("unit", unitId)
                .setParameter("at", at)
                .uniqueResultOptional()
                .orElseThrow(() -> Refusal.notFound("unit-not-on-day", unitId, at));
        LocalDate everSince = at.equals(LocalDate.now(clock)) ? null : at;
        try (WorkbookWriter workbook = new WorkbookWriter(out)) {
            write(workbook, RosterSheets.UNITS, unitId, at, UNITS, row -> unit(row, everSince));
            write(workbook, RosterSheets.STAFF, unitId, at, STAFF, row -> person(row, everSince));
            write(workbook, RosterSheets.SEATS, unitId, at, SEATS, DirectoryExport::seat);
            write(workbook, RosterSheets.DUTIES, unitId, at, DUTIES, row -> duty(row, everSince));
        }
        return name;
    }

    private <R> void write(
            WorkbookWriter workbook, Sheet<R> sheet, UUID unitId, LocalDate at, String sql, Function<Object[], R> row) {
        NativeQuery<Object[]> query = session.createNativeQuery(sql, Object[].class);
        try (Stream<Object[]> rows = query.setParameter("unit", unitId)
                .setParameter("at", at)
                .setFetchSize(FETCHED_ROWS)
                .getResultStream()) {
            workbook.write(sheet, rows.map(row).iterator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UnitRow unit(Object[] row, LocalDate everSince) {
        Set<UnitFunction> functions = EnumSet.noneOf(UnitFunction.class);
        Arrays.stream((String[]) row[4]).map(UnitFunction::valueOf).forEach(functions::add);
        return new UnitRow(
                (String) row[0],
                (String) row[1],
                UnitKind.valueOf((String) row[2]),
                (String) row[3],
                functions,
                since(row[5], everSince),
                (LocalDate) row[6]);
    }

    private StaffRow person(Object[] row, LocalDate everSince) {
        boolean contact = row[8].equals(caller.staffId())
                || rights.holds(Right.SEE_CONTACT_POINTS, new Place(Arrays.asList((UUID[]) row[9]), (UUID) row[10]));
        return new StaffRow(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                contact ? (String) row[3] : null,
                contact ? (String) row[4] : null,
                contact ? (String) row[5] : null,
                since(row[6], everSince),
                (LocalDate) row[7]);
    }

    private static SeatRow seat(Object[] row) {
        String rule = (String) row[8];
        return new SeatRow(
                (UUID) row[0],
                (String) row[1],
                (String) row[2],
                SeatRank.valueOf((String) row[3]),
                (LocalDate) row[4],
                (LocalDate) row[5],
                (String) row[6],
                (String) row[7],
                rule.equals("PRINCIPAL_OF") ? (String) row[9] : null,
                rule.equals("UNNAMED_DEPUTY_OF") ? (String) row[9] : null,
                (LocalDate) row[10]);
    }

    private static DutyRow duty(Object[] row, LocalDate everSince) {
        return new DutyRow((String) row[0], ((Number) row[1]).intValue(), (String) row[2], since(row[3], everSince));
    }

    private static LocalDate since(Object from, LocalDate everSince) {
        return from == null ? everSince : (LocalDate) from;
    }
}
