package cn.taxrollout.notification.template;

import cn.taxrollout.notification.web.Language;

/** The place of one template: what it is about, in which language and where it is read. */
record Slot(String kind, Language language, Medium medium) {
    Slot of(String otherKind) {
        return new Slot(otherKind, language, medium);
    }
}
