package cn.taxrollout.org.duty;

import cn.taxrollout.org.period.Dated;
import cn.taxrollout.org.search.SearchText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What a unit answers for from a day to a day. */
@Entity
class DutyVersion implements Dated<DutyVersion> {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    @Column(nullable = false, updatable = false)
    private int number;

    @Column(updatable = false)
    private LocalDate fromDate;

    private LocalDate toDate;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false, updatable = false)
    private String[] texts;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false, updatable = false)
    private Integer[] sourceLines;

    /** The clauses as {@link SearchText}, for searches. */
    @Column(nullable = false, updatable = false)
    private String searched;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false, updatable = false)
    private String[] pairs;

    protected DutyVersion() {}

    /** Holds from that day on, or since ever (null). */
    DutyVersion(UUID id, UUID unitId, int number, LocalDate from, List<Clause> clauses) {
        this.id = id;
        this.unitId = unitId;
        this.number = number;
        this.fromDate = from;
        this.texts = clauses.stream().map(Clause::text).toArray(String[]::new);
        this.sourceLines = clauses.stream().map(Clause::sourceLine).toArray(Integer[]::new);
        SearchText text = SearchText.ofAll(clauses.stream().map(Clause::text));
        this.searched = text.value();
        this.pairs = text.pairs().toArray(String[]::new);
    }

    /** This version itself, whose days become these. */
    @Override
    public DutyVersion during(LocalDate from, LocalDate to) {
        fromDate = from;
        toDate = to;
        return this;
    }

    @Override
    public boolean saysTheSameAs(DutyVersion other) {
        return Arrays.equals(texts, other.texts) && Arrays.equals(sourceLines, other.sourceLines);
    }

    UUID unitId() {
        return unitId;
    }

    /** Counts the versions of a unit's list in the order in which they were made, from 1. */
    int number() {
        return number;
    }

    @Override
    public LocalDate fromDate() {
        return fromDate;
    }

    @Override
    public LocalDate toDate() {
        return toDate;
    }

    List<Clause> clauses() {
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            clauses.add(new Clause(texts[i], sourceLines[i]));
        }
        return clauses;
    }
}
