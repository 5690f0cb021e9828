package cn.taxrollout.task.tasks;

import cn.taxrollout.task.web.Refusal;
import java.util.List;

/** The clause of a plan that a fault is about, as refusals name it. */
record Clause(String planNumber, int number, String title) {

    /** What is wrong with one field. */
    Refusal refusal(String code, String field, String violation, Object... arguments) {
        return refusal(code, List.of(new Refusal.Violation(field, violation, arguments)));
    }

    /** What is wrong with several fields. */
    Refusal refusal(String code, List<Refusal.Violation> violations) {
        return Refusal.unprocessable(code, violations, planNumber, number, title);
    }
}
