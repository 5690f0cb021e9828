package cn.taxrollout.notification.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts that come with the service: {@code wording/<language>/<medium>/<kind>.txt}, of which the first line is the title, and
 * {@code .html} for mail. A channel without a file of its own has that of {@code plain}.
 */
final class ShippedTemplates {
    private static final String COMMON = "plain";
    private static final Map<Slot, Optional<TemplateText>> READ = new ConcurrentHashMap<>();

    private ShippedTemplates() {}

    /** Empty where the kind has no text of its own there. */
    static Optional<TemplateText> of(Slot slot) {
        return READ.computeIfAbsent(slot, ShippedTemplates::read);
    }

    private static Optional<TemplateText> read(Slot slot) {
        String medium = slot.medium().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return text(slot, medium)
                .or(() -> slot.medium() == Medium.INBOX ? Optional.empty() : text(slot, COMMON))
                .map(text -> {
                    String[] parts = text.split("\n", 2);
                    String html =
                            slot.medium().hasPage() ? file(slot, medium, "html").orElse(null) : null;
                    return new TemplateText(parts[0], parts[1].strip(), html);
                });
    }

    private static Optional<String> text(Slot slot, String folder) {
        return file(slot, folder, "txt");
    }

    private static Optional<String> file(Slot slot, String folder, String ending) {
        String path = "/wording/%s/%s/%s.%s".formatted(slot.language().code(), folder, slot.kind(), ending);
        try (InputStream file = ShippedTemplates.class.getResourceAsStream(path)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
