package cn.taxrollout.notification.web;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.deploy.embedded.Database;
import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.ServiceTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

/** What a caller hears when PostgreSQL ends sessions, or there is none to be had. */
@ServiceTest
class UnavailabilityTest {
    private static final String REPLAYED = "Idempotency-Replayed";

    /** The service's own. */
    private static final int MOST_SESSIONS = 20;

    @Inject
    DataSource database;

    private final String key = UUID.randomUUID().toString();

    /** Ends the session in which it makes its change, at the moment of the commit, if it is told so. */
    @Path("/v1/test-cut")
    @RolesAllowed("notification:write")
    static class CutAtCommit {
        private static final AtomicBoolean CUT = new AtomicBoolean();

        private final EntityManager entities;
        private final TransactionSynchronizationRegistry transaction;

        CutAtCommit(EntityManager entities, TransactionSynchronizationRegistry transaction) {
            this.entities = entities;
            this.transaction = transaction;
        }

        @POST
        @Path("/keyed")
        @Operation(hidden = true)
        @Idempotent
        public void once() {
            change();
        }

        @POST
        @Path("/plain")
        @Operation(hidden = true)
        @Transactional
        public void change() {
            int session = (Integer)
                    entities.createNativeQuery("select pg_backend_pid()").getSingleResult();
            transaction.registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    if (CUT.getAndSet(false)) {
                        cut(session);
                    }
                }

                @Override
                public void afterCompletion(int status) {}
            });
        }
    }

    private static RequestSpecification caller() {
        return RestAssured.given()
                .auth()
                .oauth2(TokenIssuer.shared().system("payroll", "notification:write"))
                .contentType(ContentType.JSON);
    }

    private static void isUnavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("urn:tax-rollout:problem:unavailable"))
                .body("status", equalTo(503))
                .body("title", equalTo("Not available at present"))
                .body("detail", allOf(containsString("isn't known"), containsString("Idempotency-Key")));
    }

    @Test
    void whoLosesTheSessionInTheMiddleOfAChangeAsksAgainWithTheSameKey() throws SQLException {
        Supplier<Response> change = () -> caller().header("Idempotency-Key", key)
                .header("Accept-Language", "en")
                .post("/v1/test-cut/keyed");
        isUnavailable(cutWhileItWaitsFor("idempotency_key", change));
        CutAtCommit.CUT.set(true);
        isUnavailable(change.get());
        change.get().then().statusCode(204).header(REPLAYED, nullValue());
        change.get().then().statusCode(204).header(REPLAYED, "true");
    }

    @Test
    void aCommitThatIsCutIsUnavailableWhoeverAskedForIt() {
        Supplier<Response> change =
                () -> caller().header("Accept-Language", "en").post("/v1/test-cut/plain");
        CutAtCommit.CUT.set(true);
        isUnavailable(change.get());
        change.get().then().statusCode(204);
    }

    @Test
    void aCallerWhoCantBeLookedUpIsToldSo() throws SQLException {
        String nobodyKnown = TokenIssuer.shared().staff("N-" + key);
        Supplier<Response> read = () -> RestAssured.given()
                .auth()
                .oauth2(nobodyKnown)
                .header("Accept-Language", "en")
                .get("/v1/inbox");
        isUnavailable(cutWhileItWaitsFor("directory_staff_member", read));
        read.get().then().statusCode(403);
    }

    @Test
    void whoGetsNoSessionInTimeIsToldSo() throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            while (all.size() < MOST_SESSIONS) {
                all.add(database.getConnection());
            }
            isUnavailable(caller().header("Accept-Language", "en").post("/v1/test-cut/plain"));
        } finally {
            for (Connection one : all) {
                one.close();
            }
        }
    }

    /** Lets the call come to the table and no further, and ends its session there. */
    private static Response cutWhileItWaitsFor(String table, Supplier<Response> call) throws SQLException {
        try (var holder = session();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table " + table);
            var answer = CompletableFuture.supplyAsync(call);
            await().until(() -> {
                cutWhatWaitsFor(holder);
                return answer.isDone();
            });
            return answer.join();
        }
    }

    private static void cutWhatWaitsFor(Connection holder) throws SQLException {
        try (var statement = holder.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid, 5000) from pg_stat_activity
                    where pg_backend_pid() = any (pg_blocking_pids(pid))
                    """);
        }
    }

    private static void cut(int session) {
        try (var other = session();
                var statement = other.prepareStatement("select pg_terminate_backend(?, 5000)")) {
            statement.setInt(1, session);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("session not ended", e);
        }
    }

    private static Connection session() throws SQLException {
        Database parts = ServiceParts.database("notification");
        return DriverManager.getConnection(parts.jdbcUrl(), parts.app(), parts.appPassword());
    }
}
