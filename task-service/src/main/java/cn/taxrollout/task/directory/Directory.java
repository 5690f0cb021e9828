package cn.taxrollout.task.directory;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** Questions to the copy of the organisation. Those that come with every request are put to the database without detour. */
@ApplicationScoped
public class Directory {
    private static final String ACTIVE_PERSON = """
            with today (day) as (select ?::date
            ), person (id, home_unit_id) as (
                select id, home_unit_id from directory_staff_member
                where staff_no = ? and status = 'ACTIVE' and not deleted
            ), seats_of (staff_id, only_unit_id) as (
                select id, null from person
                union all
                select i.for_staff_id, i.unit_id
                from person cross join today
                join directory_stand_in i on i.staff_id = person.id and not i.deleted
                     and day between i.from_date and i.to_date
                join directory_staff_member absent on absent.id = i.for_staff_id
                     and absent.status = 'ACTIVE' and not absent.deleted
            ), seat (unit_id, rank) as (
                select a.unit_id, a.rank
                from seats_of cross join today
                join directory_appointment a on a.staff_id = seats_of.staff_id and not a.deleted
                     and day between a.from_date and coalesce(a.to_date, 'infinity')
                where seats_of.only_unit_id is null or seats_of.only_unit_id = a.unit_id
            ), post (unit_id, rank, kind, functions, bureau_id) as (
                select u.id, seat.rank, u.kind, u.functions, u.bureau_id
                from seat join directory_unit u on u.id = seat.unit_id and not u.deleted
            )
            select person.id, home.bureau_id as home_bureau_id, post.*,
                   array(select id from directory_unit
                         where kind = 'BUREAU'
                           and ancestor_ids && (array(select post.bureau_id from post where post.bureau_id is not null)
                                                || array_remove(array[home.bureau_id], null))) as visible_bureau_ids
            from person
            left join directory_unit home on home.id = person.home_unit_id
            left join post on true
            """;

    private static final String REVISION = "select revision from directory_revision";

    private final Session session;
    private final AgroalDataSource database;

    Directory(Session session, AgroalDataSource database) {
        this.session = session;
        this.database = database;
    }

    /**
     * Who works here under this staff number, with the seats held on that day and those of the people for whom this person
     * stands in on that day; nobody if unknown or left. Stand-ins don't chain, people who left have no seats to stand in for,
     * and ended units have none at all. One statement.
     */
    public Optional<Person> activePerson(String staffNo, LocalDate day) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ACTIVE_PERSON)) {
            statement.setObject(1, day);
            statement.setString(2, staffNo);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(person(staffNo, rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("seats of a person not read", e);
        }
    }

    private static Person person(String staffNo, ResultSet rows) throws SQLException {
        UUID id = rows.getObject("id", UUID.class);
        UUID homeBureauId = rows.getObject("home_bureau_id", UUID.class);
        Set<UUID> visibleBureauIds =
                Set.of((UUID[]) rows.getArray("visible_bureau_ids").getArray());
        List<Person.Post> posts = new ArrayList<>();
        do {
            UUID unitId = rows.getObject("unit_id", UUID.class);
            if (unitId != null) {
                posts.add(new Person.Post(
                        unitId,
                        rows.getString("rank"),
                        rows.getString("kind"),
                        Set.of((String[]) rows.getArray("functions").getArray()),
                        rows.getObject("bureau_id", UUID.class)));
            }
        } while (rows.next());
        return new Person(id, staffNo, homeBureauId, visibleBureauIds, List.copyOf(posts));
    }

    /** How often the copy has been written; whoever has seen it sees all that was written by then. */
    long revision() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(REVISION);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("revision of the directory not read", e);
        }
    }

    /** Whether the unit stands below one of these units, or is one of them. */
    @Transactional
    public boolean isBelowAny(UUID unitId, Collection<UUID> aboveIds) {
        return !session.createNativeQuery(
                        "select 1 from directory_unit where id = :id and ancestor_ids && :above", Integer.class)
                .setParameter("id", unitId)
                .setParameter("above", aboveIds.toArray(UUID[]::new))
                .list()
                .isEmpty();
    }

    /** All bureaus there are, or the first few of them. */
    @Transactional
    public List<UUID> bureaus(int limit) {
        return session.createNativeQuery(
                        "select id from directory_unit where kind = 'BUREAU' and not deleted order by id", UUID.class)
                .setMaxResults(limit)
                .list();
    }

    @Transactional
    public boolean isBureau(UUID unitId) {
        return !session.createNativeQuery(
                        "select 1 from directory_unit where id = :id and kind = 'BUREAU' and not deleted",
                        Integer.class)
                .setParameter("id", unitId)
                .list()
                .isEmpty();
    }

    /** Whether one of these units is a bureau that stands below no other. */
    @Transactional
    public boolean isTopBureauAmong(Collection<UUID> unitIds) {
        return !session.createNativeQuery("""
                        select 1 from directory_unit u
                        where u.id = any(:ids) and u.kind = 'BUREAU' and not u.deleted
                          and not exists (
                              select 1 from directory_unit above
                              where above.id = any(u.ancestor_ids) and above.id <> u.id and above.kind = 'BUREAU'
                                and not above.deleted)
                        """, Integer.class)
                .setParameter("ids", unitIds.toArray(UUID[]::new))
                .list()
                .isEmpty();
    }

    /** Whether there is such a unit in this bureau, those of bureaus below it left out. */
    @Transactional
    public boolean isUnitOf(UUID unitId, UUID bureauId) {
        return !session.createNativeQuery(
                        "select 1 from directory_unit where id = :id and bureau_id = :bureau and not deleted",
                        Integer.class)
                .setParameter("id", unitId)
                .setParameter("bureau", bureauId)
                .list()
                .isEmpty();
    }

    /**
     * The units of this bureau by name, without those of bureaus below it. Where two units bear a name, the one that stands
     * higher counts, then the one that was there first.
     */
    @Transactional
    public Map<String, UUID> unitsByName(UUID bureauId) {
        List<Object[]> rows = session.createNativeQuery("""
                        select name, id from directory_unit where bureau_id = :bureau and not deleted
                        order by cardinality(ancestor_ids), id
                        """, Object[].class)
                .setParameter("bureau", bureauId)
                .list();
        Map<String, UUID> byName = new HashMap<>();
        rows.forEach(row -> byName.putIfAbsent((String) row[0], (UUID) row[1]));
        return byName;
    }

    /** A unit of the copy that may be no more. */
    public record UnitOfBureau(UUID id, String name, boolean ended) {}

    /** Those of these units that belong to this bureau, without those of bureaus below it, and the ended ones too. */
    @Transactional
    public Map<UUID, UnitOfBureau> unitsOf(UUID bureauId, Collection<UUID> ids) {
        List<Object[]> rows = session.createNativeQuery(
                        "select id, name, deleted from directory_unit where id = any(:ids) and bureau_id = :bureau",
                        Object[].class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .setParameter("bureau", bureauId)
                .list();
        Map<UUID, UnitOfBureau> units = new HashMap<>();
        rows.forEach(
                row -> units.put((UUID) row[0], new UnitOfBureau((UUID) row[0], (String) row[1], (Boolean) row[2])));
        return units;
    }

    /** Names of the units among these that the copy holds, deleted ones too. */
    public Map<UUID, String> unitNames(Collection<UUID> ids) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select id, name from directory_unit where id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, String> names = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException("names of units not read", e);
        }
    }

    /** Somebody with a seat in a unit. */
    public record Member(UUID unitId, String staffNo, String name) {}

    /**
     * Who held seats in these units on a day, each once per unit, by staff number. An administrator's seat makes no member, nor
     * does an open seat of somebody who has left. One statement.
     */
    @Transactional
    public List<Member> members(Collection<UUID> unitIds, LocalDate day) {
        return session
                .createNativeQuery("""
                        select distinct a.unit_id, m.staff_no, m.name
                        from directory_appointment a
                        join directory_staff_member m on m.id = a.staff_id and not m.deleted
                        where a.unit_id = any(:units) and not a.deleted and a.rank <> 'ADMINISTRATOR'
                          and :day between a.from_date and coalesce(a.to_date, 'infinity')
                          and (m.status = 'ACTIVE' or a.to_date is not null)
                        order by m.staff_no, a.unit_id
                        """, Object[].class)
                .addScalar("unit_id", UUID.class)
                .addScalar("staff_no", String.class)
                .addScalar("name", String.class)
                .setParameter("units", unitIds.toArray(UUID[]::new))
                .setParameter("day", day)
                .list()
                .stream()
                .map(row -> new Member((UUID) row[0], (String) row[1], (String) row[2]))
                .toList();
    }

    /**
     * A unit as the copy holds it.
     *
     * @param ended it exists no more
     */
    public record Unit(UUID id, String name, String kind, boolean ended) {}

    /**
     * The units among these that the copy holds, and all others below the project teams that these belong to, by their place in
     * the tree. One statement.
     */
    @Transactional
    public List<Unit> withTheirTeams(Collection<UUID> ids) {
        return session
                .createNativeQuery("""
                        select u.id, u.name, u.kind, u.deleted
                        from directory_unit u
                        where u.id = any(:ids)
                           or not u.deleted and u.kind <> 'PROJECT_TEAM' and u.ancestor_ids && (
                               select array_agg(team.id)
                               from directory_unit given
                               join directory_unit team on team.id = any(given.ancestor_ids) and team.kind = 'PROJECT_TEAM'
                               where given.id = any(:ids))
                        order by u.ancestor_ids
                        """, Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("name", String.class)
                .addScalar("kind", String.class)
                .addScalar("deleted", Boolean.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .list()
                .stream()
                .map(row -> new Unit((UUID) row[0], (String) row[1], (String) row[2], (Boolean) row[3]))
                .toList();
    }
}
