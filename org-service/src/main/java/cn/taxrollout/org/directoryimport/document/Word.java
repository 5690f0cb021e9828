package cn.taxrollout.org.directoryimport.document;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one word of a list of holders says. A word may say several things at once: 征收管理股股长张三 has section, post and name.
 *
 * @param name of a person
 * @param section of the person, or that a rule speaks of
 * @param post such as 副局长
 * @param rule that gives seats to sections instead of people
 * @param nobody whether it says that the seat is vacant
 */
record Word(String name, String section, String post, Rule rule, boolean nobody) {

    /** Longer ones are sentences. */
    static final int LONGEST = 40;

    static final Word UNKNOWN = new Word(null, null, null, null, false);
    private static final Word NOBODY = new Word(null, null, null, null, true);

    /**
     * @param principal whether the seat is for the principal; else for deputies who aren't named yet
     * @param count how many of each section
     */
    record Rule(boolean principal, int count) {}

    private static final String SECTION =
            "(?!.*(?:设在|小组|下设|负责|成立))(?:各[\\p{IsHan}]{1,8}?(?:股室|科室|处室|部门|单位|分局|税务所|所|股|科|室)"
                    + "|[\\p{IsHan}0-9A-Za-z]{1,20}(?:股|科|处|室|中心|分局|税务所|工会|团委|大队)|机关党委|机关纪委|党委办)";
    private static final String DEGREE = "(?:常务|专职|兼职|执行|第一|第二|代理?|副|总|一级|二级|三级|四级|主持工作(?:的)?)*";
    private static final String POST =
            "(?:(?:[\\p{IsHan}]{1,12}税务局|[区县市省本]?局)?(?:党委|党组|党总支|党支部|纪委|纪检组|工会|团委|机关党委)?" + DEGREE
                    + "(?:书记|局长|主任科员|主任|股长|科长|处长|所长|队长|组长|委员|主席|部长|干事|科员|主办|调研员|巡视员|督察员|高级主管|主管"
                    + "|会计师|经济师|审计师|工程师|业务骨干|干部|负责人|负责同志|领导)(?:\\(兼任?\\))?)";

    private static final Pattern VACANT = Pattern.compile("(?:暂时?)?(?:空缺|缺)|暂?待定|待明确|待补充|暂?无");
    private static final Pattern SECTION_ONLY = Pattern.compile(SECTION);
    private static final Pattern POST_ONLY = Pattern.compile(POST);
    private static final Pattern SECTION_AND_POST =
            Pattern.compile("(?<section>" + SECTION + ")?(?<post>" + POST + ")?");

    private static final Pattern PRINCIPALS =
            Pattern.compile("(?<section>.*?)的?(?:(?:单位|部门)?主要负责(?:人|同志)|主要领导|一把手|负责人|负责同志)");
    private static final Pattern DEPUTIES =
            Pattern.compile("(?<section>.*?)的?(?:各?(?:另)?(?:出|派出?|选派|明确|确定|推荐)?(?<count>[" + ChineseNumber.CHARACTERS
                    + "]{1,2})(?:名|位))?(?:班子)?(?:副职|分管(?:副?(?:负责人|负责同志|领导|局长|股长|主任)|副职))(?:领导|人员|干部|同志)?");

    boolean isKnown() {
        return !equals(UNKNOWN);
    }

    boolean isPerson() {
        return name != null;
    }

    boolean isSectionOnly() {
        return section != null && name == null && post == null && rule == null;
    }

    boolean isPost() {
        return post != null && name == null;
    }

    static Word named(String name, String section, String post) {
        String own = post == null ? null : post.replaceFirst("^[本我区县市省]?局(?=党|纪)", "");
        return new Word(name, section, own, null, false);
    }

    static Word of(String written) {
        if (written.length() > LONGEST) {
            return UNKNOWN;
        }
        String text = written.replaceFirst("(?<=.)(?<!负责)同志$", "");
        if (VACANT.matcher(text).matches()) {
            return NOBODY;
        }
        if (ChineseName.isName(text)) {
            return named(text, null, null);
        }
        return post(text)
                .or(() -> rule(text))
                .or(() -> section(text))
                .or(() -> person(text))
                .orElse(UNKNOWN);
    }

    private static Optional<Word> post(String text) {
        Matcher both = SECTION_AND_POST.matcher(text);
        return both.matches()
                        && both.group("post") != null
                        && !both.group("post").matches("(?:主要)?负责(?:人|同志)|(?:主要|分管)?领导") // of the sections before it
                ? Optional.of(named(null, section(both), both.group("post")))
                : Optional.empty();
    }

    private static Optional<Word> rule(String text) {
        Matcher deputies = DEPUTIES.matcher(text);
        if (deputies.matches() && mayPrecedeRule(deputies.group("section").replaceAll("各$", ""))) {
            OptionalInt count =
                    deputies.group("count") == null ? OptionalInt.of(1) : ChineseNumber.of(deputies.group("count"));
            if (count.isPresent() && count.getAsInt() > 0) {
                String section = deputies.group("section").replaceAll("各$", "");
                return Optional.of(new Word(null, ofRule(section), null, new Rule(false, count.getAsInt()), false));
            }
        }
        Matcher principals = PRINCIPALS.matcher(text);
        return principals.matches() && mayPrecedeRule(principals.group("section"))
                ? Optional.of(new Word(null, ofRule(principals.group("section")), null, new Rule(true, 1), false))
                : Optional.empty();
    }

    private static Optional<Word> section(String text) {
        return SECTION_ONLY.matcher(text).matches()
                ? Optional.of(named(null, withoutBureau(text), null))
                : Optional.empty();
    }

    /** Name, section and post written together, in either order. */
    private static Optional<Word> person(String text) {
        for (int length = 2; length < 5 && length < text.length(); length++) {
            int behind = text.length() - length;
            Matcher before = SECTION_AND_POST.matcher(text.substring(0, behind));
            if (ChineseName.isName(text.substring(behind)) && before.matches()) {
                return Optional.of(named(text.substring(behind), section(before), before.group("post")));
            }
            Matcher after = SECTION_AND_POST.matcher(text.substring(length));
            if (ChineseName.isName(text.substring(0, length)) && after.matches() && after.group("post") != null) {
                return Optional.of(named(text.substring(0, length), section(after), after.group("post")));
            }
        }
        return Optional.empty();
    }

    private static String section(Matcher matcher) {
        return matcher.group("section") == null ? null : withoutBureau(matcher.group("section"));
    }

    /** 局办公室 and 区局办公室 are the 办公室 of the bureau that speaks. */
    private static String withoutBureau(String section) {
        return section.replaceFirst("^[本我区县市省]?局(?=.{2,})", "");
    }

    private static boolean mayPrecedeRule(String section) {
        return section.isEmpty() || SECTION_ONLY.matcher(section).matches();
    }

    private static String ofRule(String section) {
        return section.isEmpty() ? null : withoutBureau(section);
    }
}
