package cn.taxrollout.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every text is there in both languages, and says the same things. */
class TextsTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");
    private static final Pattern LONE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");
    private final Properties chinese = read("texts.properties");
    private final Properties english = read("texts_en.properties");

    private static Properties read(String name) {
        Properties texts = new Properties();
        try (var in = Files.newBufferedReader(Path.of("src/main/resources", name))) {
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(english.stringPropertyNames()).isEqualTo(chinese.stringPropertyNames());
    }

    @Test
    void bothLanguagesTellTheSame() {
        for (String code : chinese.stringPropertyNames()) {
            assertThat(arguments(english.getProperty(code))).as(code).isEqualTo(arguments(chinese.getProperty(code)));
        }
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Marks, which are the same in every language. */
    private boolean isInNoLanguage(String code) {
        return chinese.getProperty(code).replaceAll("\\{\\d}", "").matches("\\PL*");
    }

    @Test
    void everyTextIsInItsLanguageAndCanBeFilledIn() {
        for (String code : chinese.stringPropertyNames()) {
            if (isInNoLanguage(code)) {
                continue;
            }
            assertThat(chinese.getProperty(code))
                    .as(code)
                    .matches(".*\\p{IsHan}.*")
                    .doesNotMatch(".*\\p{IsHan}[,;:!?()].*");
            assertThat(english.getProperty(code)).as(code).containsPattern("[a-z]{2}");
            for (String text : Set.of(chinese.getProperty(code), english.getProperty(code))) {
                assertThat(LONE_APOSTROPHE.matcher(text).find())
                        .as("%s: %s", code, text)
                        .isFalse();
                assertThat(MessageFormat.format(text, 0, 1, 2, 3, 4, 5, 6))
                        .as(code)
                        .isNotBlank();
            }
        }
    }
}
