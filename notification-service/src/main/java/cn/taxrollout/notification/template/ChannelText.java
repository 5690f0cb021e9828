package cn.taxrollout.notification.template;

import java.net.URI;
import java.util.Optional;

/**
 * A message in the form of one channel, ready to be sent.
 *
 * @param title one line
 * @param body lines separated by a line feed
 * @param html the same as a page, for mail alone
 * @param link where the message can be read in whole, absolute; the body doesn't say it
 */
public record ChannelText(String title, String body, Optional<String> html, URI link) {}
