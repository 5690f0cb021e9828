package cn.taxrollout.notification.template;

import java.time.Instant;

/**
 * One version of a template as an operator left it.
 *
 * @param version 1 for the first change; what is shipped is 0 and not kept here
 * @param text null where it went back to what is shipped
 * @param reason the operator's own words
 */
record TemplateVersion(Slot slot, int version, TemplateText text, String changedBy, String reason, Instant changedAt) {}
