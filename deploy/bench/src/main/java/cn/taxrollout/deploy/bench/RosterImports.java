package cn.taxrollout.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Hands in the roster of a bureau of 20,000 rows as a workbook, has it applied, and takes it out again. */
final class RosterImports {
    private static final int SECTIONS = 1_000;
    private static final int STAFF = 9_500;
    private static final int SEATS = 9_499;
    private static final LocalDate SINCE = LocalDate.of(2022, 12, 15);
    private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern COUNTS = Pattern.compile("\"counts\":(\\{.*?}})");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final Usage ofService;
    private final Usage ofDatabase;
    private final PrintStream out;

    RosterImports(String url, Usage ofService, Usage ofDatabase, PrintStream out) {
        this.url = url;
        this.ofService = ofService;
        this.ofDatabase = ofDatabase;
        this.out = out;
    }

    void measure() throws IOException, InterruptedException {
        byte[] file = workbook();
        out.printf(
                "%nA workbook of %,d rows, %,d KiB; asked: < 20 s for each step%n",
                1 + SECTIONS + STAFF + SEATS, file.length / 1024);
        String first = timed("preview", () -> handIn(file));
        timed("confirmation", () -> confirm(first));
        String second = timed("preview of the same again", () -> handIn(file));
        timed("confirmation", () -> confirm(second));
        String unit = field(ID, get("/v1/units?kind=BUREAU&limit=1&cursor=" + cursorBefore("IMPORT")));
        byte[][] exported = new byte[1][];
        timed("export", () -> {
            exported[0] = http.send(
                            request("/v1/directory-export?unitId=" + unit).build(), BodyHandlers.ofByteArray())
                    .body();
            return exported[0].length / 1024 + " KiB";
        });
        timed("preview of the export", () -> handIn(exported[0]));
    }

    @FunctionalInterface
    private interface Step {
        String run() throws IOException, InterruptedException;
    }

    private String timed(String step, Step work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        double serviceBefore = ofService.cpuSeconds();
        double databaseBefore = ofDatabase.cpuSeconds();
        String result = work.run();
        out.printf(
                "%-26s %6.1f s; processor time of service %.1f s, of PostgreSQL %.1f s; %s%n",
                step,
                (System.nanoTime() - begin) / 1e9,
                ofService.cpuSeconds() - serviceBefore,
                ofDatabase.cpuSeconds() - databaseBefore,
                result);
        return result.split(" ")[0];
    }

    private String handIn(byte[] file) throws IOException, InterruptedException {
        String boundary = "bench-" + System.nanoTime();
        String head = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.xlsx\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        var body = BodyPublishers.ofByteArrays(
                List.of(head.getBytes(UTF_8), file, ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8)));
        String answer = send(request("/v1/directory-imports")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body));
        return settled(field(ID, answer));
    }

    private String confirm(String id) throws IOException, InterruptedException {
        send(request("/v1/directory-imports/" + id + "/confirmation").POST(BodyPublishers.noBody()));
        return settled(id);
    }

    /** @return the import's identifier, its state and its counts, once nothing more is done for it */
    private String settled(String id) throws IOException, InterruptedException {
        while (true) {
            String answer = get("/v1/directory-imports/" + id);
            String state = field(STATE, answer);
            if (!List.of("RECEIVED", "READING", "CHECKING", "APPLYING").contains(state)) {
                return id + " " + state + " " + field(COUNTS, answer);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + TokenIssuer.shared().system("bench", "org:read", "org:write"));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new IOException(
                    response.uri() + " is answered with " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static String field(Pattern field, String answer) {
        Matcher found = field.matcher(answer);
        return found.find() ? found.group(1) : "";
    }

    private static String cursorBefore(String code) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(code.getBytes(UTF_8));
    }

    private static byte[] workbook() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "bench", null)) {
            Worksheet units = sheet(workbook, "单位", "单位代码", "单位名称", "单位类型", "上级单位代码");
            row(units, 1, "IMPORT-B", "导入测试局", "局");
            for (int i = 1; i <= SECTIONS; i++) {
                row(units, 1 + i, "IMPORT-" + i, "第" + i + "科", "科室", "IMPORT-B");
            }
            Worksheet staff = sheet(workbook, "人员", "工号", "姓名", "科室代码", "电子邮箱", "手机号");
            for (int i = 1; i <= STAFF; i++) {
                row(
                        staff,
                        i,
                        "I" + i,
                        "人员" + i,
                        "IMPORT-" + (1 + i % SECTIONS),
                        "i" + i + "@example.com",
                        "139" + (10_000_000 + i));
            }
            Worksheet seats = sheet(workbook, "席位", "单位代码", "席位名称", "级别", "工号", "起始日期");
            for (int i = 1; i <= SEATS; i++) {
                boolean head = i <= SECTIONS;
                row(seats, i, "IMPORT-" + (1 + i % SECTIONS), head ? "科长" : "科员", head ? "正职" : "成员", "I" + i, SINCE);
            }
        }
        return bytes.toByteArray();
    }

    private static Worksheet sheet(Workbook workbook, String name, String... header) {
        Worksheet sheet = workbook.newWorksheet(name);
        row(sheet, 0, (Object[]) header);
        return sheet;
    }

    private static void row(Worksheet sheet, int row, Object... values) {
        for (int c = 0; c < values.length; c++) {
            if (values[c] instanceof LocalDate date) {
                sheet.value(row, c, date);
                sheet.style(row, c).format("yyyy-mm-dd").set();
            } else {
                sheet.value(row, c, values[c].toString());
            }
        }
    }
}
