package cn.taxrollout.org.unit;

import java.time.LocalDate;
import java.util.UUID;

/** Fired in the transaction in which a unit is ended, so that what is part of it ends too. */
public record UnitEnded(UUID unitId, LocalDate lastDay) {}
