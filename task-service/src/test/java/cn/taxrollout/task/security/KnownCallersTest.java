package cn.taxrollout.task.security;

import static cn.taxrollout.task.SampleBureau.with;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import cn.taxrollout.task.directory.KnownPeople;
import cn.taxrollout.task.directory.Person;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** What is remembered of callers between their requests, and when it counts no more. */
@ServiceTest
class KnownCallersTest {
    @Inject
    KnownPeople people;

    @Inject
    Session session;

    @Test
    void whoIsKnownIsNotAskedForAgain() {
        var bureau = new SampleBureau();
        assertThat(Statements.during(() -> statusOfPlans(bureau, "officer")))
                .anyMatch(KnownCallersTest::asksForAPerson);
        assertThat(Statements.during(() -> statusOfPlans(bureau, "officer")))
                .noneMatch(KnownCallersTest::asksForAPerson);
    }

    private static boolean asksForAPerson(String sql) {
        return sql.contains("directory_staff_member");
    }

    @Test
    void whatThisReplicaWritesIntoTheCopyCountsAtOnce() {
        var bureau = new SampleBureau();
        UUID group = SampleBureau.unit("专班", "WORKING_GROUP", bureau.team);
        for (int round = 0; round < 20; round++) {
            String who = "newcomer" + round;
            bureau.person(who, null, null);
            assertThat(unitsOf(bureau, who)).isEmpty();
            bureau.appoint(who, group, "MEMBER", "2020-01-01", null);
            assertThat(unitsOf(bureau, who)).containsExactly(group);
            assertThat(statusOfPlans(bureau, who)).isEqualTo(200);
            bureau.leaves(who);
            assertThat(statusOfPlans(bureau, who)).isEqualTo(403);
        }
    }

    @Test
    void whatAnotherReplicaWritesIntoTheCopyCountsAfterASecond() {
        var bureau = new SampleBureau();
        assertThat(statusOfPlans(bureau, "officer")).isEqualTo(200);

        // as the other one does, of which nothing but its rows is seen here
        QuarkusTransaction.requiringNew().run(() -> {
            session.createNativeMutationQuery("update directory_staff_member set status = 'LEFT' where staff_no = :no")
                    .setParameter("no", bureau.no("officer"))
                    .executeUpdate();
            session.createNativeMutationQuery("update directory_revision set revision = revision + 1")
                    .executeUpdate();
        });

        Awaitility.await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(
                        statusOfPlans(bureau, "officer"))
                .isEqualTo(403));
    }

    @Test
    void aSeatCountsOnItsDaysAlone() {
        var bureau = new SampleBureau();
        String staffNo = bureau.no("officerOfOldDays");
        LocalDate last = LocalDate.of(2022, 12, 31);
        for (int round = 0; round < 2; round++) {
            assertThat(people.asked(staffNo, last).orElseThrow().posts()).hasSize(1);
            assertThat(people.recalled(staffNo, last.plusDays(1))).isEmpty();
            assertThat(people.asked(staffNo, last.plusDays(1)).orElseThrow().posts())
                    .isEmpty();
        }
    }

    @Test
    void aTokenThatWasGoodIsRefusedOnceItHasExpired() {
        var bureau = new SampleBureau();
        String token = TokenIssuer.shared()
                .token()
                .claim("staff_no", bureau.no("officer"))
                .expiresIn(Duration.ofSeconds(3))
                .sign();
        assertThat(with(token).get("/v1/plans").statusCode()).isEqualTo(200);
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        with(token).get("/v1/plans").statusCode())
                .isEqualTo(401));
    }

    @Test
    void ofAKnownTokenNothingMayBeChanged() {
        String token = TokenIssuer.shared().staff(new SampleBureau().no("officer"));
        assertThat(with(token).get("/v1/plans").statusCode()).isEqualTo(200);
        for (int place : List.of(token.length() - 10, token.lastIndexOf('.') - 10, 10)) {
            char other = token.charAt(place) == 'x' ? 'y' : 'x';
            String changed = token.substring(0, place) + other + token.substring(place + 1);
            assertThat(with(changed).get("/v1/plans").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void twoPeopleAreNeverTakenForEachOther() {
        var bureau = new SampleBureau();
        for (int round = 0; round < 2; round++) {
            assertThat(statusOfPlans(bureau, "officer")).isEqualTo(200);
            assertThat(with(TokenIssuer.shared().staff("NOBODY"))
                            .get("/v1/plans")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(SampleBureau.asSystem("task:read").get("/v1/plans").statusCode())
                    .isEqualTo(200);
            assertThat(SampleBureau.asSystem("org:read").get("/v1/plans").statusCode())
                    .isEqualTo(403);
        }
    }

    private List<UUID> unitsOf(SampleBureau bureau, String who) {
        return people.asked(bureau.no(who), LocalDate.of(2023, 3, 1)).orElseThrow().posts().stream()
                .map(Person.Post::unitId)
                .toList();
    }

    private static int statusOfPlans(SampleBureau bureau, String who) {
        return bureau.as(who).get("/v1/plans").statusCode();
    }
}
