package cn.taxrollout.notification.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;

/** Puts every value that a template names into the text's form. */
record Escaped(Form form) implements ResultMapper {
    @Override
    public boolean appliesTo(Origin origin, Object result) {
        return true;
    }

    @Override
    public String map(Object result, Expression expression) {
        return form.of(result);
    }
}
