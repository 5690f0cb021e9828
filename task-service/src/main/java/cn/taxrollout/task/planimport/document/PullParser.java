package cn.taxrollout.task.planimport.document;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of one part of an office file. It neither knows document types, and with them entities, nor goes arbitrarily
 * deep. Elements go by their local names, since transitional and strict files differ in their namespaces alone.
 */
final class PullParser implements Closeable {

    /** Word nests about ten levels, tables in tables some more. */
    private static final int MAX_DEPTH = 200;

    private final InputStream part;
    private final XMLStreamReader xml;
    private int depth;

    /** Word writes UTF-8, with or without a mark; decoded here, since the parser would print what it can't decode. */
    PullParser(InputStream part) {
        this.part = part;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            Reader text = new BufferedReader(new InputStreamReader(part, StandardCharsets.UTF_8.newDecoder()));
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            xml = factory.createXMLStreamReader(text);
        } catch (IOException | XMLStreamException e) {
            throw damaged(e);
        }
    }

    /**
     * Goes to the next start or end of an element, or piece of text.
     *
     * @return false at the end of the part
     * @throws UnreadableDocument if the XML is damaged or unsafe
     */
    boolean next() {
        try {
            if (!xml.hasNext()) {
                return false;
            }
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw unsafe("DOCTYPE");
            }
            depth += isStart() ? 1 : isEnd() ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw unsafe("> " + MAX_DEPTH);
            }
            return true;
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    /** Goes to the next start of an element within the one that has depth {@code outside} around it. */
    boolean nextWithin(int outside) {
        while (next() && depth > outside) {
            if (isStart()) {
                return true;
            }
        }
        return false;
    }

    /** How many elements are open around and with this one. */
    int depth() {
        return depth;
    }

    /** Goes to the end of the element that has just started. */
    void skip() {
        int outside = depth - 1;
        while (depth > outside && next()) {
            // what lies inside is of no interest
        }
    }

    boolean isStart() {
        return xml.getEventType() == XMLStreamConstants.START_ELEMENT;
    }

    boolean isEnd() {
        return xml.getEventType() == XMLStreamConstants.END_ELEMENT;
    }

    boolean isText() {
        return xml.getEventType() == XMLStreamConstants.CHARACTERS || xml.getEventType() == XMLStreamConstants.CDATA;
    }

    /** The local name of the element that starts or ends here. */
    String name() {
        return xml.getLocalName();
    }

    /** The namespace of the element that starts or ends here; null without one. */
    String namespace() {
        return xml.getNamespaceURI();
    }

    /** The attribute of that local name in whatever namespace; null without one. */
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    String text() {
        return xml.getText();
    }

    @Override
    public void close() throws IOException {
        part.close();
    }

    private static UnreadableDocument unsafe(String what) {
        return new UnreadableDocument(Problem.of(Problem.Code.UNSAFE_XML, null, what));
    }

    /** The parser hides what its source threw, among it a refusal because of the file's size. */
    private static UnreadableDocument damaged(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableDocument refused) {
                return refused;
            }
        }
        return new UnreadableDocument(Problem.of(Problem.Code.DAMAGED, null));
    }
}
