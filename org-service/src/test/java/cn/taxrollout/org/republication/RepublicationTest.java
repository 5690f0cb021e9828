package cn.taxrollout.org.republication;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.messaging.DirectoryTopic;
import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.security.Caller;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class RepublicationTest {
    private static final String STAFF = "cn.taxrollout.org.StaffMemberState.v1";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Republications republications;

    @Inject
    RepublicationRun run;

    @Inject
    Caller caller;

    @Inject
    EntityManager entities;

    @Inject
    Scheduler scheduler;

    @AfterEach
    void scheduleAgain() {
        scheduler.resume();
    }

    @Test
    void aConsumerThatLostItsCopyGetsEveryPresentStateAgain() {
        var bureau = new SampleBureau().imported();
        asSystem()
                .body(Map.of("name", "换了名字"))
                .header("If-Match", "*")
                .patch("/v1/staff/" + bureau.staffId(5))
                .then()
                .statusCode(200);
        asSystem()
                .body(Map.of("lastDay", "2023-03-01"))
                .post("/v1/staff/" + bureau.staffId(5) + "/departure")
                .then()
                .statusCode(200);
        var added = asSystem()
                .body(Map.of(
                        "code",
                        bureau.code("GONE"),
                        "name",
                        "临时组",
                        "kind",
                        "WORKING_GROUP",
                        "parentId",
                        bureau.unitId("PT"),
                        "effectiveFrom",
                        "2023-01-01"))
                .post("/v1/units");
        asSystem()
                .body(Map.of("lastDay", "2023-03-01"))
                .post("/v1/units/" + added.path("id") + "/end")
                .then()
                .statusCode(200);
        Map<String, Long> versions = versions(bureau);
        assertThat(versions).as("8 units, 6 people, 9 appointments").hasSize(23);

        String location = request(asSystem(), bureau.unitId("B"))
                .statusCode(202)
                .body("state", equalTo("RUNNING"))
                .body("expected", equalTo(23))
                .body("requestedBy", equalTo("payroll"))
                .extract()
                .header("Location");
        finished(location).body("sent", equalTo(23));

        Set<String> sentAgain = sentAgain(location);
        var republished = DirectoryTopic.all().stream()
                .filter(record -> sentAgain.contains(DirectoryTopic.header(record, "ce_id")))
                .toList();
        assertThat(republished.stream()
                        .collect(Collectors.toMap(record -> record.key(), record -> version(record.value()))))
                .isEqualTo(versions);
        assertThat(republished)
                .filteredOn(record -> record.key().equals(added.path("id")))
                .extracting(record -> record.value())
                .singleElement()
                .asString()
                .contains("\"deleted\":true");
    }

    @Test
    void aStateThatIsSentAgainNeverFollowsANewerOne() {
        var bureau = new SampleBureau().imported();
        String five = bureau.staffId(5);
        caller.actAs(Actor.system("payroll", Set.of("org:write")));
        QuarkusTransaction.begin();
        Republication republication =
                republications.request(UUID.fromString(bureau.unitId("S1")), Set.of(STAFF), "副本丢失");
        assertThat(republications.goOn()).isTrue();

        // the state has been read and not been committed: a change of it has to wait
        var change = CompletableFuture.supplyAsync(() -> asSystem()
                .body(Map.of("name", "换了名字"))
                .header("If-Match", "*")
                .patch("/v1/staff/" + five)
                .statusCode());
        Awaitility.await().atMost(SOON).until(() -> somebodyWaitsForALock() || hasSent(five, 1));
        QuarkusTransaction.commit();

        assertThat(change.join()).isEqualTo(200);
        Awaitility.await().atMost(SOON).until(() -> hasSent(five, 1));
        assertThat(DirectoryTopic.all())
                .filteredOn(record -> record.key().equals(five))
                .extracting(record -> version(record.value()))
                .as("first, sent again, changed")
                .containsExactly(0L, 0L, 1L);
        assertThat(republication.sent()).isEqualTo(3);
    }

    @Test
    void aChangeThatIsUnderWayIsAwaitedAndItsStateSent() {
        var bureau = new SampleBureau().imported();
        String five = bureau.staffId(5);
        scheduler.pause();
        String location = request(asSystem(), bureau.unitId("S1"))
                .statusCode(202)
                .extract()
                .header("Location");
        QuarkusTransaction.begin();
        entities.createNativeQuery("update staff_member set version = 7 where staff_no = :no")
                .setParameter("no", bureau.no(5))
                .executeUpdate();
        run.run();
        run.run();
        asSystem().get(location).then().body("state", equalTo("RUNNING"));
        QuarkusTransaction.commit();

        scheduler.resume();
        finished(location);
        assertThat(outboxOf(five)).containsExactly("0 false", "7 true");
    }

    @Test
    void aCrashLosesNoStateAndSendsNoneTwice() {
        var bureau = new SampleBureau().imported();
        scheduler.pause();
        String location = request(asSystem(), bureau.unitId("B"))
                .statusCode(202)
                .extract()
                .header("Location");
        assertThat(republications.goOn()).isTrue();
        QuarkusTransaction.begin();
        assertThat(republications.goOn()).isTrue();
        // another replica leaves alone what this one works on
        assertThat(CompletableFuture.supplyAsync(
                                () -> QuarkusTransaction.requiringNew().call(republications::goOn))
                        .join())
                .isFalse();
        endThisConnection();
        assertThatThrownBy(QuarkusTransaction::commit).isNotNull();

        CompletableFuture.allOf(CompletableFuture.runAsync(run::run), CompletableFuture.runAsync(run::run))
                .join();
        finished(location).body("sent", equalTo(22));
        assertThat(sentAgain(location)).hasSize(22);
    }

    @Test
    void whoAskedWhyAndHowManyWereSentIsOnRecord() {
        var bureau = new SampleBureau().imported();
        String location = request(bureau.asStaff(6), bureau.unitId("B"))
                .statusCode(202)
                .extract()
                .header("Location");
        finished(location);
        List<?> records =
                entities.createNativeQuery("""
                        select concat_ws(' ', actor_kind, actor, action, cast(state as json) ->> 'reason', cast(state as json) ->> 'sent')
                        from change_record where subject = 'REPUBLICATION' and subject_id = :id order by id
                        """).setParameter("id", id(location)).getResultList();
        assertThat(records)
                .isEqualTo(
                        List.of("STAFF " + bureau.no(6) + " ADDED 副本丢失 0", "STAFF " + bureau.no(6) + " ENDED 副本丢失 22"));
    }

    @Test
    void anAdministratorMayHaveTheOwnSubtreeSentAgainAndASystemAll() {
        var bureau = new SampleBureau().imported();
        String unit = bureau.unitId("B");
        request(bureau.asStaff(1), unit).statusCode(403);
        request(bureau.asStaff(6), null).statusCode(403);
        request(new SampleBureau().imported().asStaff(6), unit).statusCode(404);
        request(asSystem(), UUID.randomUUID().toString()).statusCode(404);
        request(as(TokenIssuer.shared().system("payroll", "org:read")), unit).statusCode(403);
        String location =
                request(bureau.asStaff(6), unit).statusCode(202).extract().header("Location");
        bureau.asStaff(6).get(location).then().statusCode(200);
        bureau.asStaff(1).get(location).then().statusCode(403);
        finished(request(asSystem(), null)
                .statusCode(202)
                .body("unitId", nullValue())
                .extract()
                .header("Location"));
    }

    @Test
    void republicationsAreListedTheLatestFirst() {
        var bureau = new SampleBureau().imported();
        String unit = bureau.unitId("B");
        String first = request(bureau.asStaff(6), unit).extract().path("id");
        String second =
                request(bureau.asStaff(6), bureau.unitId("S1")).extract().path("id");
        String cursor = bureau.asStaff(6)
                .get("/v1/republications?limit=1&under=" + unit)
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(second)))
                .extract()
                .path("nextCursor");
        bureau.asStaff(6)
                .get("/v1/republications?limit=1&under=" + unit + "&cursor=" + cursor)
                .then()
                .body("items.id", equalTo(List.of(first)))
                .body("nextCursor", nullValue());
        bureau.asStaff(6).get("/v1/republications").then().statusCode(403);
        asSystem().get("/v1/republications?limit=1").then().statusCode(200);
    }

    @Test
    void aTypeThatIsNoneIsRefused() {
        asSystem()
                .body(Map.of("types", List.of("UnitState"), "reason", "副本丢失"))
                .post("/v1/republications")
                .then()
                .statusCode(422)
                .body("violations[0].field", equalTo("types"))
                .body("violations[0].message", containsString("cn.taxrollout.org.UnitState.v1"));
    }

    private static ValidatableResponse request(RequestSpecification caller, String unitId) {
        Map<String, Object> body = new HashMap<>(Map.of("reason", "副本丢失"));
        body.put("unitId", unitId);
        return caller.body(body).post("/v1/republications").then();
    }

    private static ValidatableResponse finished(String location) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> asSystem().get(location).path("state").equals("FINISHED"));
        return asSystem().get(location).then();
    }

    private static UUID id(String location) {
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    private static long version(String state) {
        return Long.parseLong(state.replaceAll(".*\"version\":(\\d+).*", "$1"));
    }

    /** The versions of everything in the bureau by id, as the database has them. */
    private Map<String, Long> versions(SampleBureau bureau) {
        Map<String, Long> versions = new HashMap<>();
        entities.createNativeQuery("""
                        with inside as (select id from unit where code like :prefix)
                        select cast(id as text), version from unit where code like :prefix
                        union all
                        select cast(id as text), version from staff_member where staff_no like :prefix
                        union all
                        select cast(a.id as text), a.version from appointment a join seat s on s.id = a.seat_id
                        where s.unit_id in (select id from inside)
                        """, Object[].class)
                .setParameter("prefix", bureau.code("%"))
                .getResultList()
                .forEach(row -> versions.put((String) ((Object[]) row)[0], (Long) ((Object[]) row)[1]));
        return versions;
    }

    private Set<String> sentAgain(String location) {
        Awaitility.await().atMost(SOON).until(() -> events(location, "and published_at is null")
                .isEmpty());
        return Set.copyOf(events(location, ""));
    }

    @SuppressWarnings("unchecked")
    private List<String> events(String location, String which) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery(
                        "select cast(event_id as text) from outbox where republication_id = :id " + which)
                .setParameter("id", id(location))
                .getResultList());
    }

    @SuppressWarnings("unchecked")
    private List<String> outboxOf(String aggregateId) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        select aggregate_sequence || ' ' || (republication_id is not null) from outbox where aggregate_id = :id order by id
                        """)
                .setParameter("id", UUID.fromString(aggregateId))
                .getResultList());
    }

    private boolean hasSent(String aggregateId, long version) {
        return QuarkusTransaction.requiringNew().call(() -> !entities.createNativeQuery(
                        "select 1 from outbox where aggregate_id = :id and aggregate_sequence = :version and published_at is not null")
                .setParameter("id", UUID.fromString(aggregateId))
                .setParameter("version", version)
                .getResultList()
                .isEmpty());
    }

    private boolean somebodyWaitsForALock() {
        return QuarkusTransaction.requiringNew().call(() -> (Boolean) entities.createNativeQuery(
                        "select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%staff_member%')")
                .getSingleResult());
    }

    private void endThisConnection() {
        Object backend = entities.createNativeQuery("select pg_backend_pid()").getSingleResult();
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("select pg_terminate_backend(:pid)")
                .setParameter("pid", backend)
                .getSingleResult());
    }
}
