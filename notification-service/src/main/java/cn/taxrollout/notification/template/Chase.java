package cn.taxrollout.notification.template;

/**
 * What a head can be told of somebody who doesn't acknowledge.
 *
 * @param title of the message
 * @param told how often the person was told
 */
record Chase(String person, String title, int told) {}
