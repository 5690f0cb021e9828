package cn.taxrollout.org.security;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/** Reads a person's {@link Reach} with one statement; every request of a person begins with it. */
@ApplicationScoped
class ReachQuery {
    private static final String READ = """
            with me as (
                select id, home_unit_id from staff_member where staff_no = ? and status = 'ACTIVE'),
            today as (select ?::date as day),
            hat as (
                select seat.unit_id, seat.rank
                from me join appointment on appointment.staff_id = me.id join seat on seat.id = appointment.seat_id, today
                where not appointment.deleted and day between appointment.from_date and coalesce(appointment.to_date, 'infinity')
                union
                select seat.unit_id, seat.rank
                from me join stand_in on stand_in.staff_id = me.id
                join appointment on appointment.staff_id = stand_in.for_staff_id join seat on seat.id = appointment.seat_id, today
                where not stand_in.deleted and day between stand_in.from_date and stand_in.to_date
                  and (stand_in.unit_id is null or stand_in.unit_id = seat.unit_id)
                  and not appointment.deleted and day between appointment.from_date and coalesce(appointment.to_date, 'infinity'))
            select me.id,
                   array(select distinct bureau_id from unit
                         where id = me.home_unit_id or id in (select unit_id from hat)) as bureaus,
                   array(select unit_id from hat where rank in ('HEAD', 'DEPUTY_HEAD')) as led,
                   array(select distinct bureau_id from hat join unit on unit.id = unit_id where kind = 'OFFICE') as offices,
                   array(select distinct team.id from hat
                         join unit on unit.id = unit_id and 'COORDINATING' = any (unit.functions)
                         join unit team on team.id = unit.parent_id and team.kind = 'PROJECT_TEAM') as teams,
                   array(select unit_id from hat where rank = 'ADMINISTRATOR') as administered
            from me
            """;

    private final AgroalDataSource database;
    private final Clock clock;

    ReachQuery(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @return {@link Reach#NONE} for somebody who isn't known or has left */
    Reach of(String staffNo) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(READ)) {
            statement.setString(1, staffNo);
            statement.setObject(2, LocalDate.now(clock));
            try (var result = statement.executeQuery()) {
                return result.next()
                        ? new Reach(
                                result.getObject("id", UUID.class),
                                units(result, "bureaus"),
                                units(result, "led"),
                                units(result, "offices"),
                                units(result, "teams"),
                                units(result, "administered"))
                        : Reach.NONE;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("seats of the caller not read", e);
        }
    }

    private static Set<UUID> units(ResultSet result, String column) throws SQLException {
        return Set.copyOf(Arrays.asList((UUID[]) result.getArray(column).getArray()));
    }
}
