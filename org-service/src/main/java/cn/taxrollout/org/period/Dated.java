package cn.taxrollout.org.period;

import java.time.LocalDate;

/** Something that holds from a day to a day, both inclusive; null is open. */
public interface Dated<T extends Dated<T>> {
    LocalDate fromDate();

    LocalDate toDate();

    /** The same for other days. */
    T during(LocalDate from, LocalDate to);

    /** Whether it says the same, whatever the days. */
    boolean saysTheSameAs(T other);

    default boolean covers(LocalDate day) {
        return (fromDate() == null || !day.isBefore(fromDate())) && (toDate() == null || !day.isAfter(toDate()));
    }
}
