package cn.taxrollout.org.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchKeysTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "王小明, 王",
        "王小明, 小明",
        "王小明, 明",
        "王小明, wang",
        "王小明, wangxiaom",
        "王小明, WangXiaoMing",
        "王小明, wang xiao ming",
        "王小明, wxm",
        "王小明, w",
        // all readings, also where two such characters meet
        "曾单乐, zengshanyue",
        "曾单乐, cengdanle",
        "曾单乐, zengchanle",
        "曾单乐, zsy",
        "曾单乐, cdl",
        "重庆市税务局, chongqing",
        "重庆市税务局, zhongqing",
        "银行, yinhang",
        "仇和, qiu",
        // ü as v, as u and as itself
        "吕律, lvlv",
        "吕律, lulu",
        "吕律, lvlu",
        "吕律, lülü",
        "吕律, ll",
        "略, lve",
        "略, lue",
        // dots, brackets, apostrophes and widths don't matter
        "阿依古丽·买买提, 古丽买买",
        "阿依古丽·买买提, 古丽·买",
        "阿依古丽·买买提, ayglmmt",
        "西安, xi'an",
        "信息中心（ＩＴ）, 中心(it",
        "信息中心（IT）, xinxizhongxinit",
        "信息中心（IT）, xxzxi",
        "第2分局, di2fenju",
        // not in the first plane of Unicode, where no library knows readings
        "𠮷田, 𠮷",
        "𠮷田, 田",
        "𠮷田, 𠮷tian",
    })
    void whatPeopleTypeFindsTheName(String name, String typed) {
        assertThat(finds(SearchKeys.of(name), typed)).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "王小明, 王明",
        "王小明, xiaoming",
        "王小明, xm",
        "王小明, wangming",
        "王小明, 王小明明",
        "王小明, wxmm",
        "曾单乐, zengdanyan",
        "信息中心, -",
        "信息中心, ' '",
        "信息中心, %",
    })
    void whatIsNotThereIsNotFound(String name, String typed) {
        assertThat(finds(SearchKeys.of(name), typed)).isFalse();
    }

    @Test
    void aLongNameOfCharactersWithManyReadingsHasBoundedKeys() {
        String name = "家行乐单重曾长".repeat(17);
        assertThat(SearchKeys.of(name)).hasSizeLessThan(name.length() + 2 * 81 + 1);
        assertThat(finds(SearchKeys.of(name), "jiahangyue")).isTrue();
    }

    private static boolean finds(Set<String> keys, String typed) {
        String query = new Typed(typed).asTextQuery();
        return query.endsWith(":*")
                && keys.stream().anyMatch(key -> key.startsWith(query.substring(1, query.length() - 3)));
    }
}
