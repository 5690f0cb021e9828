package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A roster or document that was handed in, what was found in it, and whether it was confirmed. */
@Entity
class DirectoryImport {
    /** How far an import has come. */
    @Schema(name = "ImportState")
    enum State {
        /** Waits for a worker. */
        RECEIVED,
        READING,
        CHECKING,
        /** Shows what confirming it would change; can be confirmed if no row is rejected. */
        PREVIEW,
        /** Can't be read; nothing will come of it. */
        REJECTED,
        /** Confirmed, and being applied. */
        APPLYING,
        /** Applied as a whole. */
        CONFIRMED,
        /** Could not be applied, and nothing of it was. */
        FAILED
    }

    /** In what form it was handed in. */
    @Schema(name = "ImportFormat")
    enum Format {
        ROSTER,
        WORKBOOK,
        DOCUMENT
    }

    @Id
    private UUID id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Format format;

    @Column(updatable = false)
    private String fileName;

    @Column(updatable = false)
    private UUID bureauId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private State state;

    @Column(nullable = false)
    private String holders;

    private String findings;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false, updatable = false)
    private String actor;

    @Column(updatable = false)
    private String client;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false, updatable = false)
    private String[] scopes;

    @Column(updatable = false)
    private String requestId;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    private Instant finishedAt;

    /** Written by {@link ImportProgress}, as are the next two. */
    @Enumerated(EnumType.STRING)
    @Column(insertable = false, updatable = false)
    private State stage;

    @Column(insertable = false, updatable = false)
    private int done;

    @Column(insertable = false, updatable = false)
    private int total;

    @Version
    private long version;

    protected DirectoryImport() {}

    DirectoryImport(UUID id, Format format, String fileName, UUID bureauId, Actor actor, String requestId, Instant at) {
        this.id = id;
        this.format = format;
        this.fileName = fileName;
        this.bureauId = bureauId;
        this.state = State.RECEIVED;
        this.holders = "{}";
        this.actorKind = actor.kind();
        this.actor = actor.name();
        this.client = actor.client();
        this.scopes = actor.scopes().stream().sorted().toArray(String[]::new);
        this.requestId = requestId;
        this.createdAt = at;
    }

    /** The worker has rehearsed it. */
    void previewed(String findings) {
        this.state = State.PREVIEW;
        this.findings = findings;
    }

    /** The worker can't read it. */
    void rejected(String findings, Instant at) {
        finish(State.REJECTED, findings, at);
    }

    /**
     * Says who holds the seats whose holders a document left open; it is then rehearsed again.
     *
     * @throws Refusal 409 if it is no document, or is not in preview
     */
    void name(String holders) {
        mustBeInPreview();
        if (format != Format.DOCUMENT) {
            throw Refusal.conflict("import-no-document");
        }
        this.holders = holders;
        this.state = State.RECEIVED;
        this.findings = null;
    }

    /**
     * Lets it be applied.
     *
     * @param rejectedRows of its preview
     * @throws Refusal 409 if it is not in preview, or has rejected rows
     */
    void confirm(int rejectedRows) {
        mustBeInPreview();
        if (rejectedRows > 0) {
            throw Refusal.conflict("import-rows-rejected", rejectedRows);
        }
        this.state = State.APPLYING;
    }

    private void mustBeInPreview() {
        if (state != State.PREVIEW) {
            throw Refusal.conflict("import-not-in-preview", state());
        }
    }

    /** The worker has applied it. */
    void applied(String findings, Instant at) {
        finish(State.CONFIRMED, findings, at);
    }

    /** The worker could not apply it, or had to give up. */
    void failed(String findings, Instant at) {
        finish(State.FAILED, findings, at);
    }

    private void finish(State state, String findings, Instant at) {
        this.state = state;
        this.findings = findings;
        this.finishedAt = at;
    }

    UUID id() {
        return id;
    }

    Format format() {
        return format;
    }

    /** As the sender called the file; null for a roster that came as JSON. */
    String fileName() {
        return fileName;
    }

    /** The bureau that a document is for; null for the sender's own. */
    UUID bureauId() {
        return bureauId;
    }

    State state() {
        return state == State.RECEIVED && stage != null ? stage : state;
    }

    /** As JSON: staff numbers by line of the document. */
    String holders() {
        return holders;
    }

    /** An {@link ImportReport} as JSON; null before there is one. */
    String findings() {
        return findings;
    }

    /** Who handed it in, in whose name and with whose rights it is rehearsed and applied. */
    Actor actor() {
        return new Actor(actorKind, actor, client, Set.of(scopes));
    }

    /** The request that handed it in. */
    String requestId() {
        return requestId;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** When it came to its last state; null before. */
    Instant finishedAt() {
        return finishedAt;
    }

    /** How much of the work is done; each row counts twice, once when it was looked at and once when it was written. */
    int done() {
        return done;
    }

    int total() {
        return total;
    }

    long version() {
        return version;
    }
}
