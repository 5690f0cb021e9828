package cn.taxrollout.org.staff;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.Objects;
import java.util.UUID;

/** A person of a bureau; may hold many seats in many units. */
@Entity
public class StaffMember {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String staffNo;

    @Column(nullable = false)
    private String name;

    private UUID homeUnitId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private StaffStatus status;

    private String email;
    private String mobile;
    private String chatId;

    @Version
    private long version;

    protected StaffMember() {}

    public StaffMember(UUID id, String staffNo, String name, UUID homeUnitId, ContactPoints contact) {
        this.id = id;
        this.staffNo = staffNo;
        describe(name, homeUnitId, StaffStatus.ACTIVE, contact);
    }

    /**
     * Where a person can be reached; each may be null.
     *
     * @param chatId the person's account in the enterprise chat
     */
    public record ContactPoints(String email, String mobile, String chatId) {}

    /**
     * Gives the person this name, home section, status and contact points.
     *
     * @return whether anything is other than before
     */
    public boolean describe(String name, UUID homeUnitId, StaffStatus status, ContactPoints contact) {
        boolean changed = !(Objects.equals(name, this.name)
                && Objects.equals(homeUnitId, this.homeUnitId)
                && status == this.status
                && Objects.equals(contact, contact()));
        if (changed) {
            this.name = name;
            this.homeUnitId = homeUnitId;
            this.status = status;
            this.email = contact.email();
            this.mobile = contact.mobile();
            this.chatId = contact.chatId();
        }
        return changed;
    }

    public UUID id() {
        return id;
    }

    /** The number by which tokens and rosters name the person; unique, never changed. */
    public String staffNo() {
        return staffNo;
    }

    public String name() {
        return name;
    }

    public UUID homeUnitId() {
        return homeUnitId;
    }

    public StaffStatus status() {
        return status;
    }

    public boolean worksHere() {
        return status == StaffStatus.ACTIVE;
    }

    public ContactPoints contact() {
        return new ContactPoints(email, mobile, chatId);
    }

    public long version() {
        return version;
    }
}
