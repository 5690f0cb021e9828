package cn.taxrollout.notification.template;

import cn.taxrollout.notification.template.Shape.Fields;
import cn.taxrollout.notification.template.Shape.Items;
import cn.taxrollout.notification.template.Shape.Value;
import cn.taxrollout.notification.web.Refusal.Violation;
import io.quarkus.qute.Expression;
import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.SectionNode;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Goes through a parsed template and names whatever reaches beyond its data, in every branch, whether a sample gets there or
 * not. What is let through is names of the data with dots, {@code #if} with comparisons, and {@code #for} over a list of the data. A loop
 * within a loop goes over a list of the outer one's item, so the work is in proportion to the data.
 */
final class TemplateCheck {
    private static final Shape VALUE = new Value();
    private static final Set<String> OF_THE_LOOP = Set.of("count", "hasNext", "isFirst", "isLast");

    private final String field;
    private final List<Violation> faults = new ArrayList<>();

    private TemplateCheck(String field) {
        this.field = field;
    }

    /**
     * @param field of the request, such as {@code body}
     * @param variables what there is, by its first name
     */
    static List<Violation> of(Template template, String field, Map<String, Shape> variables) {
        var check = new TemplateCheck(field);
        template.getParameterDeclarations().forEach(type -> check.fault(type.getOrigin(), "template-declaration"));
        check.nodes(template.getRootNode().getBlocks().get(0).nodes, variables, Set.of());
        return check.faults;
    }

    /** @param loops the names of the items of the loops around */
    private void nodes(List<TemplateNode> nodes, Map<String, Shape> variables, Set<String> loops) {
        for (TemplateNode node : nodes) {
            if (node.isSection()) {
                section(node.asSection(), variables, loops);
            } else if (node.isExpression()) {
                for (Expression expression : node.getExpressions()) {
                    Shape found = shape(expression, variables);
                    if (found instanceof Fields some) {
                        fault(
                                expression.getOrigin(),
                                "template-not-a-value",
                                expression.toOriginalString(),
                                names(some.fields()));
                    } else if (found instanceof Items) {
                        fault(expression.getOrigin(), "template-is-a-list", expression.toOriginalString());
                    }
                }
            }
        }
    }

    private void section(SectionNode section, Map<String, Shape> variables, Set<String> loops) {
        switch (section.getName()) {
            case "if" -> {
                for (SectionBlock block : section.getBlocks()) {
                    block.expressions.values().forEach(expression -> shape(expression, variables));
                    nodes(block.nodes, variables, loops);
                }
            }
            case "for" -> loop(section, variables, loops);
            default -> fault(section.getOrigin(), "template-section", section.getName());
        }
    }

    private void loop(SectionNode section, Map<String, Shape> variables, Set<String> loops) {
        SectionBlock main = section.getBlocks().get(0);
        String item = main.parameters.get("alias");
        for (Expression over : main.expressions.values()) {
            Shape list = shape(over, variables);
            if (list == null) {
                return;
            }
            if (!(list instanceof Items items)) {
                fault(over.getOrigin(), "template-not-a-list", over.toOriginalString());
                return;
            }
            if (!loops.isEmpty() && !loops.contains(over.getParts().get(0).getName())) {
                fault(over.getOrigin(), "template-loop-in-loop", over.toOriginalString());
                return;
            }
            Map<String, Shape> inside = new HashMap<>(variables);
            inside.put(item, items.of());
            OF_THE_LOOP.forEach(name -> inside.put(item + "_" + name, VALUE));
            Set<String> around = new TreeSet<>(loops);
            around.add(item);
            nodes(main.nodes, inside, around);
        }
        for (SectionBlock otherwise :
                section.getBlocks().subList(1, section.getBlocks().size())) {
            nodes(otherwise.nodes, variables, loops);
        }
    }

    /** What the expression leads to; null if to nothing, which is a fault then. */
    private Shape shape(Expression expression, Map<String, Shape> variables) {
        if (expression.isLiteral()) {
            return VALUE;
        }
        if (expression.hasNamespace() || expression.getParts().stream().anyMatch(Expression.Part::isVirtualMethod)) {
            fault(expression.getOrigin(), "template-call", expression.toOriginalString());
            return null;
        }
        Shape here = new Fields(variables);
        for (Expression.Part part : expression.getParts()) {
            Shape next = here instanceof Fields some ? some.fields().get(part.getName()) : null;
            if (next == null) {
                String known = here instanceof Fields some ? names(some.fields()) : "";
                fault(
                        expression.getOrigin(),
                        known.isEmpty() ? "template-nothing-below" : "template-variable-unknown",
                        expression.toOriginalString(),
                        part.getName(),
                        known);
                return null;
            }
            here = next;
        }
        return here;
    }

    private static String names(Map<String, Shape> of) {
        return String.join(", ", new TreeSet<>(of.keySet()));
    }

    private void fault(TemplateNode.Origin at, String code, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(at.getLine(), at.getLineCharacterStart()));
        all.addAll(List.of(arguments));
        faults.add(new Violation(field, code, all));
    }
}
