package cn.taxrollout.org.appointment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.UUID;

/** A post in a unit: title, rank and the rule that says who holds it. */
@Entity
public class Seat {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    @Column(nullable = false)
    private String title;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private SeatRank rank;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private HolderRule holderRule;

    private UUID sectionId;

    @Column(nullable = false)
    private LocalDate existsFrom;

    @Version
    private long version;

    protected Seat() {}

    /**
     * @param sectionId the section that the holder rule speaks of; null for {@link HolderRule#NAMED}
     * @param existsFrom the first day on which the seat can be held
     */
    public Seat(
            UUID id,
            UUID unitId,
            String title,
            SeatRank rank,
            HolderRule holderRule,
            UUID sectionId,
            LocalDate existsFrom) {
        this.id = id;
        this.unitId = unitId;
        this.title = title;
        this.rank = rank;
        this.holderRule = holderRule;
        this.sectionId = sectionId;
        this.existsFrom = existsFrom;
    }

    public UUID id() {
        return id;
    }

    public UUID unitId() {
        return unitId;
    }

    public String title() {
        return title;
    }

    public SeatRank rank() {
        return rank;
    }

    public HolderRule holderRule() {
        return holderRule;
    }

    public UUID sectionId() {
        return sectionId;
    }

    public LocalDate existsFrom() {
        return existsFrom;
    }
}
