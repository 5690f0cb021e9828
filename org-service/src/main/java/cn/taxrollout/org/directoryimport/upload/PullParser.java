package cn.taxrollout.org.directoryimport.upload;

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
public final class PullParser implements Closeable {
    /** Word nests about ten levels, tables in tables some more. */
    private static final int MAX_DEPTH = 200;

    private final InputStream part;
    private final XMLStreamReader xml;
    private int depth;

    /** Office programs write UTF-8, with or without a mark; decoded here, since the parser would print what it can't decode. */
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
     * Goes to the next start of an element.
     *
     * @return false at the end of the part
     * @throws UnreadableFile if the XML is damaged or unsafe
     */
    public boolean nextElement() {
        boolean more = next();
        while (more && !isStart()) {
            more = next();
        }
        return more;
    }

    /**
     * Goes to the next start or end of an element, or piece of text.
     *
     * @return false at the end of the part
     * @throws UnreadableFile if the XML is damaged or unsafe
     */
    public boolean next() {
        try {
            if (!xml.hasNext()) {
                return false;
            }
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new UnreadableFile("file-unsafe-xml", "DOCTYPE");
            }
            depth += isStart() ? 1 : isEnd() ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw new UnreadableFile("file-unsafe-xml", "> " + MAX_DEPTH);
            }
            return true;
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    /** Goes to the end of the element that has just started. */
    public void skip() {
        int outside = depth - 1;
        while (depth > outside && next()) {
            // what lies inside is of no interest
        }
    }

    public boolean isStart() {
        return xml.getEventType() == XMLStreamConstants.START_ELEMENT;
    }

    public boolean isStart(String name) {
        return isStart() && xml.getLocalName().equals(name);
    }

    public boolean isEnd() {
        return xml.getEventType() == XMLStreamConstants.END_ELEMENT;
    }

    public boolean isEnd(String name) {
        return isEnd() && xml.getLocalName().equals(name);
    }

    public boolean isText() {
        return xml.getEventType() == XMLStreamConstants.CHARACTERS || xml.getEventType() == XMLStreamConstants.CDATA;
    }

    /** The local name of the element that starts or ends here. */
    public String name() {
        return xml.getLocalName();
    }

    /** The namespace of the element that starts or ends here; null without one. */
    public String namespace() {
        return xml.getNamespaceURI();
    }

    /** The attribute of that local name in whatever namespace; null without one. */
    public String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    public String text() {
        return xml.getText();
    }

    @Override
    public void close() throws IOException {
        part.close();
    }

    /** The parser hides what its source threw, among it a refusal because of the file's size. */
    private static UnreadableFile damaged(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableFile refused) {
                return refused;
            }
        }
        return new UnreadableFile("file-damaged");
    }
}
