package cn.taxrollout.org.appointment;

import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.List;
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

    private LocalDate lastDay;

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

    /**
     * Lets the seat exist no longer than that day.
     *
     * @throws Refusal 409 if it has ended already, 422 if the day lies before the first one
     */
    public void end(LocalDate day) {
        if (lastDay != null) {
            throw Refusal.conflict("seat-ended", lastDay);
        }
        if (day.isBefore(existsFrom)) {
            throw Refusal.unprocessable(
                    "invalid-request", List.of(new Refusal.Violation("lastDay", "ends-before-it-begins", existsFrom)));
        }
        lastDay = day;
    }

    /** The seat of a unit that exists no longer than that day; one set up for later was never needed. */
    void endWithUnit(LocalDate day) {
        lastDay = day.isBefore(existsFrom) ? existsFrom : day;
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

    /** The last day, null while open. */
    public LocalDate lastDay() {
        return lastDay;
    }

    public long version() {
        return version;
    }
}
