package cn.taxrollout.org.directoryimport;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sourceforge.pinyin4j.PinyinHelper;

/** Gives new units codes that people can read: the code of the bureau and the initials of the name, B-ZHXTZ for 综合协调组. */
final class PinyinCode {
    /** The initials of a longer name are cut. */
    private static final int LONGEST_NAME = 20;

    /** The usual reading of 调 is that of 调查. */
    private static final Map<String, String> READ_OTHERWISE = Map.of("协调", "XT", "调整", "TZ");

    private final String prefix;
    private final Set<String> taken;

    /** @param taken all codes that begin with that of the bureau */
    PinyinCode(String bureauCode, Set<String> taken) {
        String kept = bureauCode.substring(0, Math.min(bureauCode.length(), Roster.CODE - LONGEST_NAME - 5));
        this.prefix = kept + "-";
        this.taken = new HashSet<>(taken);
    }

    /** A code that no unit has, and none that was given before. */
    String next(String name) {
        String wanted = prefix + initials(name);
        String code = wanted;
        for (int number = 2; !taken.add(code); number++) {
            code = wanted + number;
        }
        return code;
    }

    private static String initials(String name) {
        String readable = name;
        for (var word : READ_OTHERWISE.entrySet()) {
            readable = readable.replace(word.getKey(), word.getValue());
        }
        StringBuilder initials = new StringBuilder();
        for (char c : readable.toCharArray()) {
            String[] readings = PinyinHelper.toHanyuPinyinStringArray(c);
            if (readings != null) {
                initials.append(readings[0].charAt(0));
            } else if (c < 0x80 && Character.isLetterOrDigit(c)) {
                initials.append(c);
            }
        }
        String all = initials.toString().toUpperCase(Locale.ROOT);
        return all.substring(0, Math.min(all.length(), LONGEST_NAME));
    }
}
