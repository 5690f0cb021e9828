package cn.taxrollout.notification.directory;

import java.util.UUID;

/** A state that the copy keeps: the whole of something, of which the highest version counts. */
sealed interface CopiedState permits UnitState, StaffMemberState, AppointmentState, StandInState {
    UUID id();

    long version();

    boolean deleted();
}
