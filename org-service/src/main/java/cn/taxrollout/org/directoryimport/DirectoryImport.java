package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** A roster that was handed in and previewed, and perhaps confirmed. */
@Entity
class DirectoryImport {
    enum State {
        PREVIEW,
        CONFIRMED
    }

    @Id
    private UUID id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private State state;

    @Column(nullable = false, updatable = false)
    private String roster;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false, updatable = false)
    private String createdBy;

    private Instant confirmedAt;
    private String confirmedBy;

    @Version
    private long version;

    protected DirectoryImport() {}

    DirectoryImport(UUID id, String roster, String by, Instant at) {
        this.id = id;
        this.state = State.PREVIEW;
        this.roster = roster;
        this.createdBy = by;
        this.createdAt = at;
    }

    /** @throws Refusal 409 if it was confirmed before */
    void confirm(String by, Instant at) {
        if (state == State.CONFIRMED) {
            throw Refusal.conflict("import-confirmed", confirmedAt);
        }
        state = State.CONFIRMED;
        confirmedBy = by;
        confirmedAt = at;
    }

    UUID id() {
        return id;
    }

    State state() {
        return state;
    }

    /** The roster as JSON. */
    String roster() {
        return roster;
    }
}
