package cn.taxrollout.task.deadline;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the calendar once per start. */
class StatutoryCalendar {
    @Produces
    @Singleton
    WorkingDays announced() {
        return WorkingDays.announced();
    }
}
