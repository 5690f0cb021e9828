package cn.taxrollout.org.staff;

import java.time.LocalDate;
import java.util.UUID;

/** Fired in the transaction in which a person's last day is recorded, so that what was arranged for the person ends too. */
public record StaffLeaves(UUID staffId, LocalDate lastDay) {}
