package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.unit.UnitKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a group that a document sets up, and what kind of unit it is by its last word.
 *
 * @param end where in the passage the name and what belongs to it end
 */
record GroupName(String name, UnitKind kind, int end) {

    /** A longer heading is a sentence. */
    private static final int LONGEST = 50;

    private static final String NOUN = "(?:领导小组办公室|领导小组|指挥部|委员会|工作专班|专班|项目组|工作组|办公室|工作队|小队|团队|组)";

    /** What a heading says about the group besides its name: 组成及职责. */
    private static final String ABOUT = "(?:及其?|和|与|、|的|其|人员|成员|机构|组织|主要|工作|具体|组成|构成|架构|职责|分工|名单|设置|设立|任务|情况|如下|安排)*+";

    private static final Pattern HEADING =
            Pattern.compile("(?:成立|组建|设立|建立|健全)?(?:区局|市局|县局|我局|本局|全局)?[“\"]?(?<name>[\\p{IsHan}A-Za-z0-9“”\"]{0,40}?"
                    + NOUN + ")[”\"]?(?:\\([^()]*\\))?" + ABOUT + "(?:\\([^()]*\\))?[:。.]?");
    private static final Pattern BEFORE_TEXT = Pattern.compile("[“\"]?(?<name>[\\p{IsHan}A-Za-z0-9]{1,29}?" + NOUN
            + ")[”\"]?(?:职责)?\\s*(?:(?:\\((?![^()]*(?:长|主任|成员|组员))[^()]{0,12}\\))?\\s*[:。,.\\s—-]|(?=\\())\\s*");

    private static final Pattern NO_GROUP =
            Pattern.compile("各.*|.*(?:下设|设立|分为|分设|[一二三四五六七八九十两\\d]个).*|(?:专项|专门)?工作组|小组|.*(?:党|重|班|纪检|巡察|分)组"
                    + "|.?组|.*(?:(?:组|办公室|专班)(?:及|和|与|、)).*|(?:责任|牵头|配合|下设|设|由|在).*");

    /** The whole passage is the heading of a group. */
    static Optional<GroupName> heading(Passage passage) {
        if (passage.plain().length() > LONGEST) {
            return Optional.empty();
        }
        String unspaced = passage.unspaced();
        Matcher matcher = HEADING.matcher(unspaced);
        return matcher.matches() ? of(matcher.group("name"), passage.plain().length()) : Optional.empty();
    }

    /** The passage begins with a group's name and goes on with its holders or duties. */
    static Optional<GroupName> beforeText(Passage passage) {
        Matcher matcher = BEFORE_TEXT.matcher(passage.plain());
        return matcher.lookingAt() ? of(matcher.group("name").replaceAll("\\s", ""), matcher.end()) : Optional.empty();
    }

    /** What follows the name; brackets around it are taken off: 综合协调组（组长：张三；成员：李四）。负责…… */
    Passage textAfter(Passage passage) {
        Passage text = passage.from(end);
        int close = closing(text.plain());
        if (!text.plain().startsWith("(")) {
            return text;
        }
        return close < 0 ? text.from(1) : Passage.join(List.of(text.part(1, close), text.from(close + 1)), "。");
    }

    private static int closing(String text) {
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            open += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return -1;
    }

    static Optional<GroupName> of(String written, int end) {
        String name = written.replaceAll("[“”\"\\s]", "").replaceFirst("^\\p{IsHan}{2,24}?税务局(?=.{4,})", "");
        return NO_GROUP.matcher(name).matches() ? Optional.empty() : Optional.of(new GroupName(name, kind(name), end));
    }

    private static UnitKind kind(String name) {
        if (name.endsWith("办公室")) {
            return UnitKind.OFFICE;
        }
        if (name.endsWith("领导小组") || name.endsWith("指挥部") || name.endsWith("委员会")) {
            return UnitKind.LEADING_GROUP;
        }
        if (name.endsWith("项目组") || name.endsWith("专班") || name.endsWith("团队")) {
            return UnitKind.PROJECT_TEAM;
        }
        return name.contains("运维") ? UnitKind.OPERATION_TEAM : UnitKind.WORKING_GROUP;
    }
}
