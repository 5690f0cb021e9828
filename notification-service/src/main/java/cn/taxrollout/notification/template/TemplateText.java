package cn.taxrollout.notification.template;

/**
 * The source of a template: what is said, with places for values.
 *
 * @param title one line
 * @param html the body as a page, for mail alone; else null
 */
record TemplateText(String title, String body, String html) {}
