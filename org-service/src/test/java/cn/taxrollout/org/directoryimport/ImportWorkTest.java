package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.org.Imports;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.StatementCount;
import cn.taxrollout.org.appointment.SeatRank;
import cn.taxrollout.org.directoryimport.Roster.DutyRow;
import cn.taxrollout.org.directoryimport.Roster.SeatRow;
import cn.taxrollout.org.directoryimport.Roster.StaffRow;
import cn.taxrollout.org.directoryimport.Roster.UnitRow;
import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.unit.UnitKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import is held up in the midst of its work by whoever holds the lock of the unit tree. */
@ServiceTest
class ImportWorkTest {
    private static final long TREE_LOCK = 8_215_002;

    private final Database database = ServiceParts.database("org");
    private final Imports imports = Imports.bySystem();

    @Inject
    ImportWork work;

    @Inject
    RosterApplication application;

    @Inject
    Caller caller;

    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        other = DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
    }

    @AfterEach
    void disconnect() throws SQLException {
        other.close();
    }

    @Test
    void workUnderWayIsShownAndNobodyElseTakesIt() throws SQLException {
        execute("select pg_advisory_lock(" + TREE_LOCK + ")");
        String id = handIn(new SampleBureau());
        Response held = await().until(() -> imports.get(id), shown -> shown.<Integer>path("progress.total") > 0);
        held.then()
                .body("state", equalTo("CHECKING"))
                .body("progress.total", equalTo(2 * 23))
                .body("progress.done", equalTo(0));
        assertThat(work.next()).isFalse();
        execute("select pg_advisory_unlock(" + TREE_LOCK + ")");
        imports.settled(id).body("state", equalTo("PREVIEW"));
    }

    @Test
    void workWhoseTransactionDiesIsTakenUpAgainAndDoneOnce() throws SQLException {
        var bureau = new SampleBureau();
        ValidatableResponse preview = imports.preview(bureau.roster());
        String id = preview.extract().path("id");
        execute("select pg_advisory_lock(" + TREE_LOCK + ")");
        asSystem().post("/v1/directory-imports/" + id + "/confirmation").then().statusCode(202);
        endWaitingSession();
        execute("select pg_advisory_unlock(" + TREE_LOCK + ")");
        imports.settled(id).body("state", equalTo("CONFIRMED"));
        assertThat(number("select attempts from directory_import where id = '" + id + "'"))
                .isEqualTo(2);
        assertThat(number("select count(*) from change_record where subject = 'UNIT' and subject_id = '"
                        + bureau.unitId("G1") + "'"))
                .isEqualTo(1);
        assertThat(number("select count(*) from directory_import_upload where import_id = '" + id + "'"))
                .isZero();
    }

    @Test
    void workThatDiesAgainAndAgainIsGivenUp() throws SQLException {
        execute("select pg_advisory_lock(" + TREE_LOCK + ")");
        String id = handIn(new SampleBureau());
        await().until(() -> number("select attempts from directory_import where id = '" + id + "'") == 1);
        execute("update directory_import set attempts = 3 where id = '" + id + "'");
        endWaitingSession();
        execute("select pg_advisory_unlock(" + TREE_LOCK + ")");
        imports.settled(id).body("state", equalTo("FAILED")).body("problems.code", contains("import-gave-up"));
        asSystem().get("/v1/directory-imports/" + id + "/rows").then().body("items", hasSize(0));
    }

    @Test
    void changesAreRecordedAsThoseOfWhoHandedThemInByTheRequestThatDidSo() throws SQLException {
        var bureau = new SampleBureau().imported();
        bureau.staff.get(0).put("name", "改名");
        Imports administrator =
                Imports.by(() -> bureau.asStaff(6).header("X-Request-Id", "request-of-" + bureau.no(6)));
        administrator.apply(bureau.roster());
        try (var statement = other.createStatement();
                var record = statement.executeQuery(
                        "select actor_kind, actor, request_id from change_record where subject_id = '"
                                + bureau.staffId(1) + "' order by id desc limit 1")) {
            record.next();
            assertThat(List.of(record.getString(1), record.getString(2), record.getString(3)))
                    .containsExactly("STAFF", bureau.no(6), "request-of-" + bureau.no(6));
        }
    }

    @Test
    @ActivateRequestContext
    void theStatementsOfAnImportDoNotGrowWithItsRows() {
        caller.actAs(Actor.system("test", Set.of("org:write")));
        List<Integer> few = statements("FEW", 10);
        List<Integer> many = statements("MANY", 1_000);
        for (int i = 0; i < few.size(); i++) {
            assertThat(many.get(i)).isBetween(few.get(i), few.get(i) + 60);
        }
    }

    /** @return how many statements it takes to add, to find unchanged, and to change */
    private List<Integer> statements(String prefix, int count) {
        List<Integer> counts = new ArrayList<>();
        for (String name : List.of("甲", "甲", "乙")) {
            RosterRows roster = RosterRows.of(roster(prefix, count, name));
            counts.add(StatementCount.of(() -> QuarkusTransaction.requiringNew().run(() -> assertThat(
                            application.apply(roster, false, rows -> {}).isRejected())
                    .isFalse())));
        }
        return counts;
    }

    private static Roster roster(String prefix, int count, String name) {
        LocalDate day = LocalDate.of(2023, 1, 1);
        List<UnitRow> units =
                new ArrayList<>(List.of(new UnitRow(prefix, "某某区税务局", UnitKind.BUREAU, null, null, null, null)));
        IntStream.range(0, count)
                .mapToObj(i -> new UnitRow(prefix + i, name + i, UnitKind.SECTION, prefix, null, null, null))
                .forEach(units::add);
        return new Roster(
                units,
                IntStream.range(0, count)
                        .mapToObj(i -> new StaffRow(
                                prefix + i,
                                name + i,
                                prefix + (name.equals("乙") ? (i + 1) % count : i),
                                null,
                                null,
                                null,
                                null,
                                null))
                        .toList(),
                IntStream.range(0, count)
                        .mapToObj(i -> new SeatRow(
                                null, prefix + i, name, SeatRank.HEAD, day, null, prefix + i, null, null, null, null))
                        .toList(),
                IntStream.range(0, count)
                        .mapToObj(i -> new DutyRow(prefix + i, 1, name, null))
                        .toList());
    }

    private static String handIn(SampleBureau bureau) {
        return asSystem()
                .body(bureau.roster())
                .post("/v1/directory-imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** Ends the session that waits for the lock, as a crash of its replica would. */
    private void endWaitingSession() {
        await().until(() -> number("select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory'"
                        + " and not granted and objid = " + TREE_LOCK)
                == 1);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private int number(String query) throws SQLException {
        try (var statement = other.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }
}
