package cn.taxrollout.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.delivery.Told.Person;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was kept long enough is deleted, and nothing else. */
@ServiceTest
class RetentionTest {
    @Inject
    OutsideWorld world;

    @Inject
    Told told;

    @Inject
    Retention retention;

    @Inject
    Session session;

    @BeforeEach
    void open() {
        world.open();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void oldDeliveriesGoWithTheirAttemptsAndLeaveTheMessage() {
        Person old = toldOnce();
        Person recent = toldOnce();
        change("update delivery set settled_at = settled_at - interval '181 days' where staff_id = :id", old.id());
        change("update delivery set settled_at = settled_at - interval '179 days' where staff_id = :id", recent.id());
        retention.purge();
        assertThat(old.deliveries()).isEmpty();
        assertThat(old.attempts()).isEmpty();
        assertThat(old.message()).isNotNull();
        assertThat(recent.deliveries()).hasSize(1);
    }

    @Test
    void oldMessagesGoOnceTheirReaderIsDoneWithThem() {
        Person done = toldOnce();
        Person hasNotAcknowledged = toldOnce();
        Person hasNotRead = toldOnce();
        change("""
                update inbox_message
                set state = 'ACKNOWLEDGED', read_at = now() - interval '731 days', acknowledged_at = now() - interval '731 days'
                where staff_id = :id
                """, done.id());
        change(
                "update inbox_message set state = 'READ', read_at = now() - interval '731 days' where staff_id = :id",
                hasNotAcknowledged.id());
        UUID notice = (UUID) Rows.of("select notice_id from inbox_message where staff_id = ?", done.id())
                .get(0);
        change("update notice set written_at = now() - interval '731 days' where id = :id", notice);
        retention.purge();
        assertThat(messages(done)).isZero();
        assertThat(Rows.of("select 1 from notice where id = ?", notice)).isEmpty();
        assertThat(messages(hasNotAcknowledged)).isEqualTo(1);
        assertThat(messages(hasNotRead)).isEqualTo(1);
    }

    @Test
    void idsOfEventsThatCannotComeAgainAreForgotten() {
        UUID old = Organisation.id();
        UUID recent = Organisation.id();
        change("insert into processed_event values (:id, 'test', now() - interval '401 days')", old);
        change("insert into processed_event values (:id, 'test', now() - interval '399 days')", recent);
        retention.purge();
        assertThat(Rows.of("select event_id from processed_event where event_id in (?, ?)", old, recent))
                .containsExactly(recent);
    }

    private Person toldOnce() {
        Person person = told.reachable();
        told.urgently(person);
        await().untilAsserted(() -> assertThat(person.deliveries()).containsExactly("CHAT 1 SENT"));
        return person;
    }

    private static int messages(Person person) {
        return Rows.of("select 1 from inbox_message where staff_id = ?", person.id())
                .size();
    }

    private void change(String statement, UUID id) {
        QuarkusTransaction.requiringNew().run(() -> session.createNativeMutationQuery(statement)
                .setParameter("id", id)
                .executeUpdate());
    }
}
