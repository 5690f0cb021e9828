package cn.taxrollout.notification.web;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of refusals. */
final class Texts {
    private final ResourceBundle bundle;

    Texts(Language language) {
        bundle = ResourceBundle.getBundle(
                "texts",
                language.bundle(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String text(String code, List<Object> arguments) {
        return new MessageFormat(bundle.getString(code), Locale.ROOT).format(arguments.toArray());
    }
}
