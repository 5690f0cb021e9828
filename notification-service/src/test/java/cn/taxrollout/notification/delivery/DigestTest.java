package cn.taxrollout.notification.delivery;

import static cn.taxrollout.notification.Inboxes.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.channel.Outgoing;
import cn.taxrollout.notification.delivery.Told.Person;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One mail for many messages, and never a second one. */
@ServiceTest
class DigestTest {
    private static final int TIMES = 10;

    @Inject
    OutsideWorld world;

    @Inject
    Told told;

    @Inject
    WrittenNotices notices;

    @Inject
    DeliveryLoop loop;

    @Inject
    DeliveryPlanning planning;

    @Inject
    DeliveryQueue queue;

    @Inject
    Dispatch dispatch;

    @Inject
    Session session;

    private static final class Killed extends Error {}

    @BeforeEach
    void onlyTheTestDelivers() throws InterruptedException {
        world.open();
        loop.stop(null);
    }

    @AfterEach
    void everythingAsBefore() {
        world.close();
        if (!loop.isRunning()) {
            loop.start(null);
        }
    }

    @Test
    void manyMessagesLeaveInOneMailThatNamesWhatItMay() {
        Person person = personWithDigest();
        notices.completedInPublic(person.unit(), "完成数据核对");
        notices.completedInPublic(person.unit(), "完成系统联调");
        notices.completed(person.unit());
        plan();
        assertThat(person.deliveries())
                .containsExactly("EMAIL 1 PENDING", "EMAIL 1 COLLECTED", "EMAIL 1 COLLECTED", "EMAIL 1 COLLECTED");
        theTimeComes(person);
        awaitDeliveries(person, "EMAIL 1 SENT", "EMAIL 1 SENT", "EMAIL 1 SENT", "EMAIL 1 SENT");
        Outgoing mail = world.arrivedAt(person.mail()).get(0);
        assertThat(world.arrivedAt(person.mail())).hasSize(1);
        assertThat(mail.body()).contains("完成数据核对", "完成系统联调").doesNotContain("受票试点准备");
        for (UUID message : inPublic(person)) {
            assertThat(mail.html().orElseThrow()).contains("/inbox/" + message);
        }
        assertThat(world.arrivedAt(person.chat())).isEmpty();
    }

    @Test
    void whatWasReadMeanwhileIsNotListed() {
        Person person = personWithDigest();
        notices.completedInPublic(person.unit(), "完成数据核对");
        notices.completedInPublic(person.unit(), "完成系统联调");
        plan();
        read(person, inPublic(person).get(0));
        theTimeComes(person);
        awaitDeliveries(person, "EMAIL 1 SENT", "EMAIL 1 SENT", "EMAIL 1 SENT");
        assertThat(world.arrivedAt(person.mail()).get(0).body())
                .contains("完成系统联调")
                .doesNotContain("完成数据核对");
    }

    @Test
    void anEmptyDigestIsNotSent() {
        Person person = personWithDigest();
        notices.completedInPublic(person.unit(), "完成数据核对");
        plan();
        read(person, inPublic(person).get(0));
        theTimeComes(person);
        awaitDeliveries(person, "EMAIL 1 SKIPPED NOTHING_LEFT", "EMAIL 1 SKIPPED NOTHING_LEFT");
        assertThat(world.arrivedAt(person.mail())).isEmpty();
    }

    @Test
    void whatIsUrgentDoesNotWaitForTheDigest() {
        Person person = personWithDigest();
        told.urgently(person);
        plan();
        assertThat(person.deliveries()).containsExactly("CHAT 1 PENDING");
    }

    @Test
    void whatComesWhileTheDigestIsSentGoesByItself() {
        Person person = personWithDigest();
        notices.completedInPublic(person.unit(), "完成数据核对");
        plan();
        makeDue(person);
        List<Claimed> claimed = claim(person);
        notices.completedInPublic(person.unit(), "完成系统联调");
        plan();
        claimed.forEach(dispatch::deliver);
        assertThat(world.arrivedAt(person.mail()).get(0).body()).doesNotContain("完成系统联调");
        assertThat(person.deliveries()).containsExactly("EMAIL 1 SENT", "EMAIL 1 SENT", "CHAT 1 PENDING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AFTER_THE_CLAIM", "BEFORE_THE_SENDING", "AFTER_THE_SENDING", "AFTER_THE_RECORD"})
    void aDigestIsNotSentTwiceWhereverItsSenderIsKilled(String kill) {
        boolean known = kill.equals("AFTER_THE_CLAIM") || kill.equals("AFTER_THE_RECORD");
        String state = known ? "SENT" : "UNCERTAIN";
        for (Person person :
                Stream.generate(this::personWithDigest).limit(TIMES).toList()) {
            notices.completedInPublic(person.unit(), "完成数据核对");
            plan();
            makeDue(person);
            Claimed claimed = claim(person).get(0);
            switch (kill) {
                case "AFTER_THE_CLAIM" -> {}
                case "BEFORE_THE_SENDING" -> assertThat(queue.begin(claimed)).isPresent();
                case "AFTER_THE_SENDING" -> {
                    world.next(person.mail(), DigestTest::acceptAndDie);
                    assertThatThrownBy(() -> dispatch.deliver(claimed)).isInstanceOf(Killed.class);
                }
                default -> dispatch.deliver(claimed);
            }
            leaseEnds(claimed);
            while (queue.takeOver()) {}
            queue.claim(ChannelName.EMAIL, 100).forEach(dispatch::deliver);
            assertThat(person.deliveries()).containsExactly("EMAIL 1 " + state, "EMAIL 1 " + state);
            assertThat(world.arrivedAt(person.mail())).hasSize(kill.equals("BEFORE_THE_SENDING") ? 0 : 1);
        }
    }

    private static Outcome acceptAndDie(Outgoing message) {
        throw new Killed();
    }

    private Person personWithDigest() {
        Person person = told.reachable();
        as(person.organisation(), person.id())
                .contentType(ContentType.JSON)
                .header("If-Match", "*")
                .body("""
                        {"language": "CHINESE", "channelOrder": ["CHAT"], "quietHours": null,
                         "kinds": [{"kind": "INFORMATION", "off": [], "digestAt": ["09:00", "16:00"]}]}
                        """)
                .put("/v1/preferences")
                .then()
                .statusCode(200);
        return person;
    }

    private void plan() {
        while (planning.planDue()) {}
    }

    private void theTimeComes(Person person) {
        makeDue(person);
        loop.start(null);
    }

    private void makeDue(Person person) {
        change(
                "update delivery set due_at = clock_timestamp() where staff_id = :id and digest_for is not null",
                person.id());
    }

    private void leaseEnds(Claimed claimed) {
        change(
                "update delivery set leased_until = clock_timestamp() - interval '1 second' where id = :id and leased_until is not null",
                claimed.id());
    }

    private void change(String statement, UUID id) {
        QuarkusTransaction.requiringNew().run(() -> session.createNativeMutationQuery(statement)
                .setParameter("id", id)
                .executeUpdate());
    }

    private List<Claimed> claim(Person person) {
        UUID digest =
                (UUID) Rows.of("select id from delivery where staff_id = ? and digest_for is not null", person.id())
                        .get(0);
        return queue.claim(ChannelName.EMAIL, 1_000).stream()
                .filter(claimed -> claimed.id().equals(digest))
                .toList();
    }

    private static List<UUID> inPublic(Person person) {
        return Rows.of("""
                        select m.id from inbox_message m join notice n on n.id = m.notice_id
                        where m.staff_id = ? and not n.confidential order by m.position
                        """, person.id()).stream().map(UUID.class::cast).toList();
    }

    private static void read(Person person, UUID message) {
        as(person.organisation(), person.id())
                .post("/v1/inbox/" + message + "/read")
                .then()
                .statusCode(200);
    }

    private static void awaitDeliveries(Person person, String... deliveries) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(person.deliveries()).containsExactly((Object[]) deliveries));
    }
}
