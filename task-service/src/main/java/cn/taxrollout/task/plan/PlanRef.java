package cn.taxrollout.task.plan;

import java.util.UUID;

/**
 * A plan as events name it.
 *
 * @param number the document number, such as 某税发〔2023〕4号
 * @param confidential marked 不予公开: channels outside of the suite carry nothing of its content
 */
public record PlanRef(UUID id, String number, String title, boolean confidential) {}
