package cn.taxrollout.org.security;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.UUID;

/** Reads a person's {@link Reach} with one statement; every request of a person begins with it. */
@ApplicationScoped
class ReachQuery {
    /** A row for the home section and for each seat that is the person's own or that of somebody the person stands in for. */
    private static final String READ = """
            select me.id, hat.rank, hat.unit_id, unit.bureau_id, unit.kind, team.id as team_id
            from staff_member me
            cross join (select ?::date as day) today
            cross join lateral (
                select me.home_unit_id as unit_id, null as rank
                union all
                select seat.unit_id, seat.rank from appointment join seat on seat.id = appointment.seat_id
                where appointment.staff_id = me.id and not appointment.deleted
                  and day between appointment.from_date and coalesce(appointment.to_date, 'infinity')
                union all
                select seat.unit_id, seat.rank
                from stand_in
                join appointment on appointment.staff_id = stand_in.for_staff_id
                join seat on seat.id = appointment.seat_id and (stand_in.unit_id is null or stand_in.unit_id = seat.unit_id)
                where stand_in.staff_id = me.id and not stand_in.deleted and day between stand_in.from_date and stand_in.to_date
                  and not appointment.deleted
                  and day between appointment.from_date and coalesce(appointment.to_date, 'infinity')) hat
            left join unit on unit.id = hat.unit_id
            left join unit team on team.id = unit.parent_id and team.kind = 'PROJECT_TEAM' and 'COORDINATING' = any (unit.functions)
            where me.staff_no = ? and me.status = 'ACTIVE'
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
            statement.setObject(1, LocalDate.now(clock));
            statement.setString(2, staffNo);
            try (var result = statement.executeQuery()) {
                return result.next() ? read(result) : Reach.NONE;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("seats of the caller not read", e);
        }
    }

    private static Reach read(ResultSet hats) throws SQLException {
        Reach reach = new Reach(
                hats.getObject("id", UUID.class),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>());
        do {
            UUID unitId = hats.getObject("unit_id", UUID.class);
            if (unitId != null) {
                reach.bureaus().add(hats.getObject("bureau_id", UUID.class));
                String rank = hats.getString("rank");
                if (rank != null) {
                    addSeat(reach, unitId, rank, hats);
                }
            }
        } while (hats.next());
        return reach;
    }

    private static void addSeat(Reach reach, UUID unitId, String rank, ResultSet hat) throws SQLException {
        if (rank.equals("HEAD") || rank.equals("DEPUTY_HEAD")) {
            reach.led().add(unitId);
        }
        if (rank.equals("ADMINISTRATOR")) {
            reach.administered().add(unitId);
        }
        if (hat.getString("kind").equals("OFFICE")) {
            reach.offices().add(hat.getObject("bureau_id", UUID.class));
        }
        UUID teamId = hat.getObject("team_id", UUID.class);
        if (teamId != null) {
            reach.teams().add(teamId);
        }
    }
}
