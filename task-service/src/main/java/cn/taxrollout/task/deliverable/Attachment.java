package cn.taxrollout.task.deliverable;

import cn.taxrollout.task.security.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A file that a unit has handed in for its task. What it holds never changes; another one of the same name is its next version. */
@Entity
class Attachment {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID taskId;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    @Column(updatable = false)
    private String deliverable;

    @Column(nullable = false, updatable = false)
    private String fileName;

    @Column(nullable = false, updatable = false)
    private int version;

    @Column(nullable = false, updatable = false)
    private String mediaType;

    @Column(nullable = false, updatable = false)
    private long size;

    @Column(nullable = false, updatable = false)
    private String sha256;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private Actor.Kind actorKind;

    @Column(nullable = false, updatable = false)
    private String actorId;

    private Instant removedAt;

    @Enumerated(EnumType.STRING)
    private Actor.Kind removedByKind;

    private String removedById;

    protected Attachment() {}

    /**
     * Where a file belongs.
     *
     * @param unitId the unit that hands it in
     * @param deliverable the document that the task must produce, null for other files
     */
    record Place(UUID taskId, UUID unitId, String deliverable) {}

    /** @param version counts the files of this name in this place */
    Attachment(UUID id, Place place, CheckedFile file, int version, Instant at, Actor actor) {
        this.id = id;
        this.taskId = place.taskId();
        this.unitId = place.unitId();
        this.deliverable = place.deliverable();
        this.fileName = file.name();
        this.version = version;
        this.mediaType = file.type().mediaType();
        this.size = file.size();
        this.sha256 = file.sha256();
        this.at = at;
        this.actorKind = actor.kind();
        this.actorId = actor.id();
    }

    /** The content is gone after this; that it was there is not. */
    void remove(Instant when, Actor actor) {
        removedAt = when;
        removedByKind = actor.kind();
        removedById = actor.id();
    }

    /** Whether this is of the same document and name. */
    boolean isVersionOf(String document, String name) {
        return Objects.equals(deliverable, document) && fileName.equals(name);
    }

    boolean isRemoved() {
        return removedAt != null;
    }

    UUID id() {
        return id;
    }

    UUID taskId() {
        return taskId;
    }

    /** The unit that handed it in. */
    UUID unitId() {
        return unitId;
    }

    /** The document that the task must produce, null for other files. */
    String deliverable() {
        return deliverable;
    }

    String fileName() {
        return fileName;
    }

    /** Counts the files of this name, from 1. */
    int version() {
        return version;
    }

    String mediaType() {
        return mediaType;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** Of the content, as 64 hexadecimal digits. */
    String sha256() {
        return sha256;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
        return new Actor(actorKind, actorId);
    }

    /** Null unless removed. */
    Instant removedAt() {
        return removedAt;
    }

    /** Null unless removed. */
    Actor removedBy() {
        return removedAt == null ? null : new Actor(removedByKind, removedById);
    }
}
