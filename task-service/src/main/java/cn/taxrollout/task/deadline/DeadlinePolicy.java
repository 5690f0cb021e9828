package cn.taxrollout.task.deadline;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/**
 * How a plan's deadlines are read.
 *
 * @param inclusive whether a deadline 某日前 takes in that day; if not, the day before is the last one
 * @param restDays what becomes of a last day that is a rest day
 */
@Embeddable
public record DeadlinePolicy(
        @Column(name = "deadlines_inclusive") boolean inclusive,

        @Column(name = "rest_day_policy") @Enumerated(EnumType.STRING)
        RestDayPolicy restDays) {

    public static final DeadlinePolicy STANDARD = new DeadlinePolicy(true, RestDayPolicy.STAYS);

    /** The same for a deadline that was decided as a day, in which there are no words to be read. */
    public DeadlinePolicy forDecidedDay() {
        return new DeadlinePolicy(true, restDays);
    }
}
