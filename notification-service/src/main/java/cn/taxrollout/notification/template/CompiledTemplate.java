package cn.taxrollout.notification.template;

import cn.taxrollout.notification.web.Refusal.Violation;
import io.quarkus.qute.Engine;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.ValueResolvers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * A template that was found sound and is ready to be used, by any number of threads. Its engine knows {@code #if}, {@code #for} and
 * maps, and no way to a method, a file or another template.
 */
final class CompiledTemplate {
    /** In characters, of each part of the source. */
    static final int LONGEST_SOURCE = 20_000;

    private static final Map<Form, Engine> ENGINES = new EnumMap<>(Form.class);

    static {
        for (Form form : Form.values()) {
            EngineBuilder builder = Engine.builder()
                    .addSectionHelpers(new IfSectionHelper.Factory(), new LoopSectionHelper.Factory())
                    .addValueResolvers(ValueResolvers.mapResolver(), ValueResolvers.mapperResolver())
                    .addResultMapper(new Escaped(form));
            ENGINES.put(form, builder.build());
        }
    }

    private final Medium medium;
    private final Template title;
    private final Template body;
    private final Template page;

    private CompiledTemplate(Medium medium, Template title, Template body, Template page) {
        this.medium = medium;
        this.title = title;
        this.body = body;
        this.page = page;
    }

    /**
     * A message as it is read.
     *
     * @param html null where the medium has no page
     * @param cut the parts that are too long for the medium: title and body are shortened then, a page is left out
     */
    record Rendered(String title, String body, String html, List<String> cut) {}

    /**
     * @param variables what the template may name
     * @throws Faults if it isn't sound, with all that could be found
     */
    static CompiledTemplate of(Medium medium, TemplateText text, Map<String, Shape> variables) {
        List<Violation> faults = new ArrayList<>();
        if (text.title().contains("\n") || text.title().contains("\r")) {
            faults.add(new Violation("title", "template-title-lines"));
        }
        if (medium.hasPage() && text.html() == null) {
            faults.add(new Violation("html", "template-html-missing"));
        }
        if (!medium.hasPage() && text.html() != null) {
            faults.add(new Violation("html", "template-html-unwanted", medium));
        }
        Template title = parse(medium.form(), "title", text.title(), variables, faults);
        Template body = parse(medium.form(), "body", text.body(), variables, faults);
        Template page = null;
        if (medium.hasPage() && text.html() != null) {
            page = parse(Form.HTML, "html", text.html(), variables, faults);
            faults.addAll(PageCheck.of("html", text.html()));
        }
        if (!faults.isEmpty()) {
            throw new Faults(faults);
        }
        return new CompiledTemplate(medium, title, body, page);
    }

    private static Template parse(
            Form form, String field, String source, Map<String, Shape> variables, List<Violation> faults) {
        if (source.length() > LONGEST_SOURCE) {
            faults.add(new Violation(field, "template-source-too-long", LONGEST_SOURCE));
            return null;
        }
        try {
            Template parsed = ENGINES.get(form).parse(source);
            faults.addAll(TemplateCheck.of(parsed, field, variables));
            return parsed;
        } catch (TemplateException e) {
            faults.add(at(e, field, "template-syntax"));
            return null;
        }
    }

    /**
     * The message, cut to what the medium takes; a page that is too long is left out.
     *
     * @throws Faults if a value is missing or nothing would be left to read
     */
    Rendered render(Map<String, Object> values) {
        List<String> cut = new ArrayList<>();
        String oneLine = fit(
                "title", medium.longestTitle(), render("title", title, values).replaceAll("\\s+", " "), cut);
        String text = fit("body", medium.longestBody(), render("body", body, values), cut);
        String html = page == null ? null : render("html", page, values);
        if (html != null && html.length() > Medium.LONGEST_PAGE) {
            html = null;
            cut.add("html");
        }
        return new Rendered(oneLine, text, html, cut);
    }

    private static String fit(String field, int longest, String rendered, List<String> cut) {
        String text = rendered.strip();
        if (text.isEmpty()) {
            throw new Faults(List.of(new Violation(field, "template-empty")));
        }
        if (text.length() > longest) {
            cut.add(field);
        }
        return Bounded.cut(text, longest);
    }

    private static String render(String field, Template template, Map<String, Object> values) {
        try {
            var into = new Bounded(Medium.LONGEST_PAGE);
            template.data(values).consume(into::add).toCompletableFuture().join();
            return into.text();
        } catch (CompletionException | TemplateException e) {
            TemplateException fault = e instanceof TemplateException here ? here : (TemplateException) e.getCause();
            throw new Faults(List.of(at(fault, field, "template-value-missing")));
        }
    }

    private static Violation at(TemplateException fault, String field, String code) {
        Origin at = fault.getOrigin();
        String reason =
                fault.getMessage().lines().findFirst().orElse("").replaceFirst("^(Parser|Rendering) error: ", "");
        return new Violation(
                field, code, at == null ? 1 : at.getLine(), at == null ? 1 : at.getLineCharacterStart(), reason);
    }
}
