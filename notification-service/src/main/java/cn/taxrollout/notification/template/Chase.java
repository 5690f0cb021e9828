package cn.taxrollout.notification.template;

import java.util.List;

/**
 * What a head can be told of people who don't acknowledge.
 *
 * @param people the names of some of them
 * @param count how many they are
 * @param more whether there are others than those named
 * @param title of the message
 */
record Chase(List<String> people, int count, boolean more, String title) {
    static Chase of(List<String> people, int count, String title) {
        return new Chase(people, count, count > people.size(), title);
    }
}
