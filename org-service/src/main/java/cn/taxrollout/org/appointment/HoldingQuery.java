package cn.taxrollout.org.appointment;

import cn.taxrollout.org.security.Place;
import cn.taxrollout.org.web.Refusal;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads who holds which seat on a day, with one statement each: these are the questions that are asked most. */
@ApplicationScoped
class HoldingQuery {
    /** A row for each holder and each who stands in for the holder. */
    private static final String HELD = """
            left join appointment on appointment.seat_id = seat.id and not appointment.deleted
                and day between appointment.from_date and coalesce(appointment.to_date, 'infinity')
            left join staff_member holder on holder.id = appointment.staff_id
            left join unit section on section.id = seat.section_id
            left join stand_in on stand_in.for_staff_id = holder.id and not stand_in.deleted
                and day between stand_in.from_date and stand_in.to_date
                and (stand_in.unit_id is null or stand_in.unit_id = seat.unit_id)
            left join staff_member substitute on substitute.id = stand_in.staff_id
            """;

    private static final String COLUMNS = """
            asked.path, asked.bureau_id, seat.id as seat_id, seat.title, seat.rank, seat.holder_rule,
            section.id as section_id, section.name as section_name,
            appointment.id as appointment_id, appointment.from_date, appointment.to_date,
            holder.id as holder_id, holder.staff_no as holder_no, holder.name as holder_name,
            stand_in.to_date as until,
            substitute.id as substitute_id, substitute.staff_no as substitute_no, substitute.name as substitute_name
            """;

    private static final String MEMBERS = """
            select %s
            from unit asked cross join (select ?::date as day) today
            left join seat on seat.unit_id = asked.id and day between seat.exists_from and coalesce(seat.last_day, 'infinity')
            %s
            where asked.id = ?
            order by array_position('{HEAD,DEPUTY_HEAD,MEMBER,ADMINISTRATOR}', seat.rank), seat.id, appointment.id, stand_in.id
            """.formatted(COLUMNS, HELD);

    private static final String HEADS = """
            with recursive today (day) as (select ?::date),
            upwards (id, name, parent_id, step) as (
                select unit_id, name, parent_id, 0 from unit_period, today
                where unit_id = ? and day between coalesce(from_date, '-infinity') and coalesce(to_date, 'infinity')
                union all
                select above.unit_id, above.name, above.parent_id, step + 1
                from upwards join unit_period above on above.unit_id = upwards.parent_id, today
                where day between coalesce(above.from_date, '-infinity') and coalesce(above.to_date, 'infinity'))
            select upwards.id as unit_id, upwards.name as unit_name, %s
            from unit asked cross join today
            left join (upwards join unit on unit.id = upwards.id and unit.kind not in ('BUREAU', 'SECTION')) on true
            left join seat on seat.unit_id = upwards.id and seat.rank = 'HEAD'
                and day between seat.exists_from and coalesce(seat.last_day, 'infinity')
            %s
            where asked.id = ?
            order by step, seat.id, appointment.id, stand_in.id
            """.formatted(COLUMNS, HELD);

    private final AgroalDataSource database;

    HoldingQuery(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * A unit's seats.
     *
     * @param place where the unit stands today
     */
    record Members(Place place, List<Holding> holdings) {}

    /**
     * All seats of the unit as they are on a day, heads first.
     *
     * @throws Refusal 404 if there is no such unit
     */
    Members members(UUID unitId, LocalDate at) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(MEMBERS)) {
            statement.setObject(1, at);
            statement.setObject(2, unitId);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw Refusal.notFound("unit-unknown", unitId);
                }
                Place place = place(rows);
                List<Holding> holdings = new ArrayList<>();
                do {
                    add(rows, holdings);
                } while (rows.next());
                return new Members(place, holdings);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("members of a unit not read", e);
        }
    }

    /**
     * The commanding units from the unit upwards.
     *
     * @param place where the unit stands today
     */
    record Chain(Place place, List<Led> upwards) {}

    /**
     * A unit and its head's seats.
     *
     * @param name on that day
     */
    record Led(UUID id, String name, List<Holding> heads) {}

    /**
     * The unit and all above it that command, as they are on a day, from below upwards; none if the unit doesn't exist then.
     *
     * @throws Refusal 404 if there is no such unit
     */
    Chain chain(UUID unitId, LocalDate at) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(HEADS)) {
            statement.setObject(1, at);
            statement.setObject(2, unitId);
            statement.setObject(3, unitId);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw Refusal.notFound("unit-unknown", unitId);
                }
                Place place = place(rows);
                List<Led> upwards = new ArrayList<>();
                do {
                    UUID id = rows.getObject("unit_id", UUID.class);
                    if (id == null) {
                        continue;
                    }
                    if (upwards.isEmpty()
                            || !upwards.get(upwards.size() - 1).id().equals(id)) {
                        upwards.add(new Led(id, rows.getString("unit_name"), new ArrayList<>()));
                    }
                    add(rows, upwards.get(upwards.size() - 1).heads());
                } while (rows.next());
                return new Chain(place, upwards);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("command chain not read", e);
        }
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                Arrays.asList((UUID[]) row.getArray("path").getArray()), row.getObject("bureau_id", UUID.class));
    }

    /** Adds the row's seat, or what it says of the seat that was added last. */
    private static void add(ResultSet row, List<Holding> holdings) throws SQLException {
        UUID seatId = row.getObject("seat_id", UUID.class);
        if (seatId == null) {
            return;
        }
        UUID appointmentId = row.getObject("appointment_id", UUID.class);
        Holding last = holdings.isEmpty() ? null : holdings.get(holdings.size() - 1);
        if (last == null || !last.seatId().equals(seatId) || !Objects.equals(last.appointmentId(), appointmentId)) {
            UUID sectionId = row.getObject("section_id", UUID.class);
            last = new Holding(
                    seatId,
                    row.getString("title"),
                    SeatRank.valueOf(row.getString("rank")),
                    HolderRule.valueOf(row.getString("holder_rule")),
                    sectionId == null ? null : new Holding.Section(sectionId, row.getString("section_name")),
                    person(row, "holder"),
                    appointmentId,
                    row.getObject("from_date", LocalDate.class),
                    row.getObject("to_date", LocalDate.class),
                    new ArrayList<>());
            holdings.add(last);
        }
        Holding.Person substitute = person(row, "substitute");
        if (substitute != null) {
            last.substitutes().add(new Holding.Substitute(substitute, row.getObject("until", LocalDate.class)));
        }
    }

    private static Holding.Person person(ResultSet row, String who) throws SQLException {
        UUID id = row.getObject(who + "_id", UUID.class);
        return id == null ? null : new Holding.Person(id, row.getString(who + "_no"), row.getString(who + "_name"));
    }
}
