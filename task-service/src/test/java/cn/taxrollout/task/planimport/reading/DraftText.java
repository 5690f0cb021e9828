package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.draft.DraftPhase;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftReview;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.PeriodicReport;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import cn.taxrollout.task.web.Texts;
import java.util.Locale;
import java.util.stream.Collectors;

/** A draft as a person reads it, for comparing. */
final class DraftText {

    private final StringBuilder text = new StringBuilder();

    private DraftText() {}

    static String of(DraftPlan plan, DraftReview review) {
        DraftText draft = new DraftText();
        draft.line("number   " + plan.number());
        draft.line("title    " + plan.title());
        draft.line("issuer   " + plan.issuer());
        draft.line("issued   " + plan.issuedOn());
        draft.line("open     " + (plan.disclosure() == null ? "-" : plan.disclosure()));
        draft.line("goals    " + plan.goals().replace("\n", " / "));
        plan.phases().forEach(draft::phase);
        Texts texts = Texts.in(Locale.CHINESE);
        draft.line("");
        review.unresolved().forEach(open -> draft.line("? " + open.field() + "  " + open.text(texts)));
        review.anomalies().forEach(odd -> draft.line("! " + odd.code() + "  " + odd.text(texts)));
        return draft.text.toString();
    }

    private void phase(DraftPhase phase) {
        line("");
        line("== " + phase.title() + (phase.period() == null ? "" : "  (" + phase.period() + ")"));
        phase.tasks().forEach(this::task);
    }

    private void task(DraftTask task) {
        line("%d %s".formatted(task.number(), task.title()));
        line("    deadline  " + deadline(task));
        line("    units     " + task.units().stream().map(DraftText::unit).collect(Collectors.joining(" ")));
        if (!task.body().isEmpty()) {
            line("    body      " + task.body().replace("\n", " / "));
        }
        if (!task.deliverables().isEmpty()) {
            line("    gives     " + String.join(" ", task.deliverables()));
        }
        line("    lines     " + task.lines());
    }

    private static String deadline(DraftTask task) {
        String words = task.clause() == null ? "" : "  <- " + task.clause().words();
        if (task.deadline() == null) {
            return "?" + words;
        }
        PeriodicReport report = task.deadline().report();
        String owed = report == null
                ? ""
                : "  report every " + report.every() + (report.month() == null ? "" : " month " + report.month())
                        + (report.day() == null ? "" : " day " + report.day());
        return task.deadline().kind() + " " + task.deadline().inWords() + owed + words;
    }

    private static String unit(ResponsibleUnit unit) {
        String role =
                switch (unit.role()) {
                    case RESPONSIBLE -> "";
                    case LEAD -> "(lead)";
                    case SUPPORTING -> "(supporting)";
                };
        return unit.name() + role + (unit.unitId() == null ? "?" : "");
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
