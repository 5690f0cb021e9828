package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.TimeOrderedId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A secret address of a person's calendar, until the person revokes it. Of the secret only the hash is kept. */
@Entity
class CalendarLink {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String staffNo;

    @Column(nullable = false, updatable = false)
    private byte[] tokenHash;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    private Instant revokedAt;

    protected CalendarLink() {}

    CalendarLink(String staffNo, CalendarToken token, Instant at) {
        this.id = TimeOrderedId.next();
        this.staffNo = staffNo;
        this.tokenHash = token.hash();
        this.createdAt = at;
    }

    void revoke(Instant at) {
        revokedAt = at;
    }

    UUID id() {
        return id;
    }

    String staffNo() {
        return staffNo;
    }

    Instant createdAt() {
        return createdAt;
    }
}
