package cn.taxrollout.notification.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.function.Function;

/**
 * Takes JSON as it is meant or not at all: no number for a text or the place in an enumeration, no empty text for an
 * identifier or a date, no field twice, nothing behind the end, no text that can't be stored. What is passed over silently would be missed later.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {
    /** Years of four digits, which every database and calendar can take. */
    static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Of such a day. */
    static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_OFFSET_TIME)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Comes after the modules that Quarkus registers, whose readers these replace. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        json.enable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        json.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        var text = json.coercionConfigFor(LogicalType.Textual);
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        for (LogicalType type : new LogicalType[] {LogicalType.Integer, LogicalType.Float, LogicalType.Boolean}) {
            json.coercionConfigFor(type).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        }
        json.coercionConfigFor(LogicalType.Integer).setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        json.registerModule(new SimpleModule(StrictJson.class.getName())
                .addDeserializer(LocalDate.class, new Time<>(LocalDate.class, day -> LocalDate.parse(day, DATE)))
                .addDeserializer(LocalTime.class, new Time<>(LocalTime.class, LocalTime::parse))
                .addDeserializer(
                        OffsetDateTime.class,
                        new Time<>(OffsetDateTime.class, moment -> OffsetDateTime.parse(moment, MOMENT)))
                .addDeserializer(String.class, new Text()));
    }

    /** Reads a day or a time as it is written in ISO 8601, and neither a number nor a list for one. */
    private static final class Time<T> extends StdScalarDeserializer<T> {
        private final transient Function<String, T> reader;

        private Time(Class<T> type, Function<String, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(handledType(), in);
            }
            try {
                return reader.apply(in.getText());
            } catch (DateTimeParseException e) {
                return (T) context.handleWeirdStringValue(handledType(), in.getText(), "no date or time");
            }
        }
    }

    /** Whether a database can store the text and people can see all of it. */
    static boolean isPlain(String text) {
        return text.codePoints().allMatch(StrictJson::isStorable);
    }

    private static boolean isStorable(int character) {
        return switch (character) {
            case '\n', '\r', '\t' -> true;
            default -> !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
        };
    }

    /** Refuses what a database can't store or nobody can see: half a character, control characters other than those of layout. */
    private static final class Text extends StdScalarDeserializer<String> {
        private Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(in, context);
            if (isPlain(text)) {
                return text;
            }
            return (String) context.handleWeirdStringValue(String.class, text, "control character or lone surrogate");
        }
    }
}
