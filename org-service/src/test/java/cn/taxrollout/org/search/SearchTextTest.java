package cn.taxrollout.org.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchTextTest {

    @Test
    void formsAndSpacesThatOnlyLookDifferentAreTheSame() {
        assertThat(SearchText.of("信息中心（ＩＴ　２０２３）")).isEqualTo(SearchText.of(" 信息 中心(it 2023)"));
        assertThat(SearchText.of("信息中心")).isNotEqualTo(SearchText.of("信访中心"));
    }

    @Test
    void aTextContainsOnlyWhatHasItsPairs() {
        assertThat(SearchText.of("𠮷田采购").pairs()).containsExactlyInAnyOrder("𠮷田", "田采", "采购");
        assertThat(SearchText.of("税").pairs()).isEmpty();
        SearchText both = SearchText.ofAll(Stream.of("组织采购", "培训干部"));
        assertThat(both.contains(SearchText.of("采购"))).isTrue();
        assertThat(both.contains(SearchText.of("购培"))).isFalse();
        assertThat(both.pairs()).doesNotContain("购培");
    }

    @Test
    void aPatternTakesEveryCharacterForItself() {
        assertThat(SearchText.of("100%_\\").asPattern()).isEqualTo("%100\\%\\_\\\\%");
    }
}
