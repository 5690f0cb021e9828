package cn.taxrollout.org.directoryimport.document;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells people's names from other words by their surname. */
final class ChineseName {

    /** The surnames of more than 99 % of the people, after the census of 2020 and 百家姓. */
    private static final String SINGLE = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
            + "廖石金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪"
            + "牛温芦季俞章鲁葛伍申尤毕聂柴焦邢柳耿辛骆左岳梅齐卓宁路甘苗裴关霍童祝游欧鲍房涂解柯阮鄢单蓝管滕穆詹柏成植车项栾费卞窦曲纪"
            + "舒屈敖奚晏冷盛古靳桂简谷应喻莘包符苟米桑佟隋边佘饶凌娄瞿池蒲查习邬蔺连祁司冉刁茅宫鞠匡巩丛褚楚臧辜强计翁卫宗侍危竺储荀景"
            + "仇乌褟代庄郁木时皮占官冼揭粟麦容花明初班黑洛邝练农党干麻晁仲荆牟闵商海泽戚巫尚屠满阳封扈厉钮虞况亢岑居阚从寿支贡尉索佴羊"
            + "由艾水雍胥惠苑平伏贝昝元卜狄郜於暴劳逄荣鱼印宿怀桓糜璩鄂咸籍钭桥濮牧慕茹宦鬲步禄阙东殳沃利蔚越夔隆师厍晃勾融訾毋沙乜养须"
            + "丰巢红竹权逯盖益凤仝冀郏闻晋仉缑亓谯苍仵普岭涉肥年扶云谈吉戈芮谌燕郎蒙展战幸鹿隗邸薄楼候浦滑尧钦腾卿甄买禹铁闪拜宛介郗户"
            + "仓华昌酆廉湛席裘缪宣贲杭诸嵇羿汲邴松井富巴弓宓蓬全仰秋伊戎祖束韶蓟邰阴鬱双姬堵宰郦郤充慎庾暨衡弘寇蒯";

    private static final Set<String> DOUBLE =
            Set.of(("欧阳 上官 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 公孙 慕容 长孙 宇文 司徒 司空 皇甫 令狐 申屠 轩辕 端木 百里 呼延 澹台 闻人 "
                            + "赫连 钟离 鲜于 濮阳 公冶 太叔 宗政 淳于 单于 仲孙 公羊 完颜 纳兰 万俟 东郭 西门 南门 左丘 梁丘")
                    .split(" "));

    private static final Set<Integer> SURNAMES = SINGLE.chars().boxed().collect(Collectors.toUnmodifiableSet());

    /** What begins like a surname and is none. */
    private static final Pattern NO_NAME = Pattern.compile("(?:.{2,}[局股科处室组部委办厅所队])"
            + "|(?:成立|成员|安排|全体|全面|全局|全区|全部|管理|计划|文件|党委|党组|关于|任务|连同|时间|由于|相应|相关|应当|车辆|和其|祝贺|万户|明确|"
            + "单位|单独|公司|公共|平台|高度|方案|方面|常态|解决|容易|师资|农村|原则|计算|权限|如有|云端|向各|通知|都要|水平|马上|项目|"
            + "黄金|金税|温馨|商定|宣传|包括|包含|解释|强化|安全|支持|支撑|谢绝|严格|广泛|程序|终端|顾问|麻烦|祖国|路线|时限|景区|沟通|阳光).*");

    /** Names of several words, as some peoples of the west and south-west have them: 阿依古丽·买买提. */
    private static final Pattern DOTTED = Pattern.compile("\\p{IsHan}{1,8}(?:[·•・‧∙]\\p{IsHan}{1,10})+");

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}{2,4}");

    private ChineseName() {}

    /** Whether this is surely a person's name: a known surname and one or two characters more. */
    static boolean isName(String text) {
        if (DOTTED.matcher(text).matches()) {
            return true;
        }
        if (!HAN.matcher(text).matches() || NO_NAME.matcher(text).matches()) {
            return false;
        }
        if (DOUBLE.contains(text.substring(0, 2))) {
            return text.length() > 2;
        }
        return text.length() < 4 && SURNAMES.contains((int) text.charAt(0));
    }

    /** Whether this is a surname of two characters, which is no name alone. */
    static boolean isDoubleSurname(String text) {
        return DOUBLE.contains(text);
    }

    /** Whether this could be a name with a surname that is not known here. */
    static boolean mayBeName(String text) {
        return HAN.matcher(text).matches() && !NO_NAME.matcher(text).matches() && !DOUBLE.contains(text);
    }
}
