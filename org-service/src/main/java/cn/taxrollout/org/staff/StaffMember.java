package cn.taxrollout.org.staff;

import cn.taxrollout.org.period.Timeline;
import cn.taxrollout.org.search.SearchKeys;
import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A person of a bureau; may hold many seats in many units. The home section is kept by date; what the person's row says of it
 * and of the status is what holds today, as {@link #turn} found it.
 */
@Entity
public class StaffMember {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String staffNo;

    @Column(nullable = false)
    private String name;

    /** What finds the name. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private String[] searchKeys;

    private UUID homeUnitId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private StaffStatus status;

    private String email;
    private String mobile;
    private String chatId;
    private LocalDate lastDay;
    private LocalDate nextChangeOn;

    @ElementCollection
    @CollectionTable(name = "posting", joinColumns = @JoinColumn(name = "staff_id"))
    @BatchSize(size = 500)
    private List<Posting> postings = new ArrayList<>();

    @Version
    private long version;

    protected StaffMember() {}

    public StaffMember(UUID id, String staffNo, String name, Posting home, ContactPoints contact, LocalDate today) {
        this.id = id;
        this.staffNo = staffNo;
        call(name);
        reachAt(contact);
        postings.add(home);
        turn(today);
    }

    /**
     * Where a person can be reached; each may be null.
     *
     * @param chatId the person's account in the enterprise chat
     */
    public record ContactPoints(
            @Schema(nullable = true, examples = "n1038@example.com")
            String email,

            @Schema(nullable = true, examples = "10000001038")
            String mobile,

            @Schema(nullable = true, examples = "fengyanzhou")
            String chatId) {}

    /**
     * Gives the person this name and these contact points.
     *
     * @return whether anything is other than before
     */
    public boolean describe(String name, ContactPoints contact) {
        boolean changed = !(name.equals(this.name) && contact.equals(contact()));
        if (!name.equals(this.name)) {
            call(name);
        }
        reachAt(contact);
        return changed;
    }

    private void call(String name) {
        this.name = name;
        this.searchKeys = SearchKeys.of(name).toArray(String[]::new);
    }

    private void reachAt(ContactPoints contact) {
        this.email = contact.email();
        this.mobile = contact.mobile();
        this.chatId = contact.chatId();
    }

    /**
     * Lets the person belong to a section from a day on.
     *
     * @return whether anything is other than before
     * @throws Refusal 409 if the person has left by that day
     */
    public boolean move(Posting home, LocalDate today) {
        if (home.fromDate() != null) {
            mustWorkHereOn(home.fromDate());
        }
        boolean changed = alter(timeline -> timeline.put(home));
        if (changed) {
            turn(today);
        }
        return changed;
    }

    /**
     * Lets the person belong to no section from a day on, as while waiting for a new post.
     *
     * @return whether anything is other than before
     * @throws Refusal 409 if the person has left by that day
     */
    boolean leaveSection(LocalDate from, LocalDate today) {
        mustWorkHereOn(from);
        boolean changed = alter(timeline -> timeline.endOn(from.minusDays(1)));
        if (changed) {
            turn(today);
        }
        return changed;
    }

    private void mustWorkHereOn(LocalDate day) {
        if (lastDay != null && day.isAfter(lastDay)) {
            throw Refusal.conflict("staff-left", staffNo);
        }
    }

    /**
     * Lets the person leave.
     *
     * @param day the last day; what was recorded for later days is taken back
     * @return whether anything is other than before
     */
    public boolean leave(LocalDate day, LocalDate today) {
        boolean changed = alter(timeline -> timeline.endOn(day)) | !day.equals(lastDay);
        if (changed) {
            lastDay = day;
            turn(today);
        }
        return changed;
    }

    /** Takes a person back who had left. */
    public void rejoin(Posting home, LocalDate today) {
        lastDay = null;
        alter(timeline -> timeline.put(home));
        turn(today);
    }

    /**
     * Makes what is recorded for today the present state. Of somebody who has left, the last section stays.
     *
     * @return whether anything is other than before
     */
    boolean turn(LocalDate today) {
        StaffStatus now = lastDay == null || !today.isAfter(lastDay) ? StaffStatus.ACTIVE : StaffStatus.LEFT;
        UUID home = now == StaffStatus.LEFT
                ? timeline().last().map(Posting::unitId).orElse(homeUnitId)
                : timeline().at(today).map(Posting::unitId).orElse(null);
        boolean changed = now != status || !Objects.equals(home, homeUnitId);
        status = now;
        homeUnitId = home;
        nextChangeOn = Stream.of(timeline().nextChangeAfter(today), lastDay == null ? null : lastDay.plusDays(1))
                .filter(day -> day != null && day.isAfter(today))
                .min(Comparator.naturalOrder())
                .orElse(null);
        return changed;
    }

    /** Into a new list, whose rows Hibernate writes together with those of other people. */
    private boolean alter(Predicate<Timeline<Posting>> change) {
        List<Posting> altered = new ArrayList<>(postings);
        boolean changed = change.test(new Timeline<>(altered));
        if (changed) {
            postings = altered;
        }
        return changed;
    }

    private Timeline<Posting> timeline() {
        return new Timeline<>(postings);
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

    /** The section to which the person belongs today, or last belonged; null while in none. */
    public UUID homeUnitId() {
        return homeUnitId;
    }

    /** The unit whose administrators keep the person's data: the section, or the last one while in none. */
    public UUID responsibleUnitId() {
        return homeUnitId != null
                ? homeUnitId
                : timeline().last().map(Posting::unitId).orElse(null);
    }

    /** The sections to which the person belonged, belongs and will belong, the earliest first. */
    public List<Posting> postings() {
        return postings.stream()
                .sorted(Comparator.comparing(Posting::fromDate, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    /** Whether the person works here today. */
    public StaffStatus status() {
        return status;
    }

    public boolean worksHere() {
        return status == StaffStatus.ACTIVE;
    }

    /** Whether the person works here on that day, as far as is known. */
    public boolean worksHereOn(LocalDate day) {
        return lastDay == null || !day.isAfter(lastDay);
    }

    /** The last day, null while none is known. */
    public LocalDate lastDay() {
        return lastDay;
    }

    public ContactPoints contact() {
        return new ContactPoints(email, mobile, chatId);
    }

    public long version() {
        return version;
    }
}
