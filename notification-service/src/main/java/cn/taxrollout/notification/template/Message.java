package cn.taxrollout.notification.template;

import java.net.URI;
import java.util.List;

/**
 * What the text of a channel can name of a message.
 *
 * @param body as the inbox has it
 * @param lines those of the body
 * @param repetition how often it was told before without being acknowledged
 * @param link where it can be read in whole
 */
record Message(
        String title,
        String body,
        List<String> lines,
        boolean urgent,
        boolean acknowledgementAsked,
        int repetition,
        URI link) {}
