package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.itIs;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class TaskExportTest {
    private static final int TITLE = 5;

    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    private SamplePlan plan() {
        return new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-03-10"), JointRule.LEAD, bureau.business, bureau.technology)
                .task(before("2023-03-31"), bureau.data)
                .task(window("2023-03-25", "2023-03-28"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
    }

    private static XSSFWorkbook export(RequestSpecification caller, String query) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(caller.get("/v1/tasks/export" + query)
                .then()
                .statusCode(200)
                .contentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .header("Content-Disposition", containsString("attachment; filename=\"tasks-2023-"))
                .extract()
                .asByteArray()));
    }

    private static List<List<String>> rows(XSSFWorkbook workbook) {
        DataFormatter formatter = new DataFormatter();
        List<List<String>> rows = new ArrayList<>();
        for (Row row : workbook.getSheetAt(0)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.getLastCellNum(); i++) {
                cells.add(formatter.formatCellValue(row.getCell(i)));
            }
            rows.add(cells);
        }
        return rows;
    }

    @Test
    void theListIsAWorkbookWithARowForEachShare() throws IOException {
        plan();
        itIs("2023-03-20T10:00:00");

        List<List<String>> rows = rows(export(bureau.as("clerk"), ""));

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0)).startsWith("文号", "方案", "不予公开", "阶段", "编号", "任务", "责任单位", "牵头", "状态", "灯");
        assertThat(rows.get(1).subList(1, 13))
                .containsExactly("试点推行工作方案", "是", "阶段1", "1", "任务1", "业务集成组", "是", "已下达", "超期", "", "2023-03-10", "0");
        assertThat(rows.get(2).subList(6, 10)).containsExactly("技术支撑组", "", "已下达", "超期");
        assertThat(rows.get(3).subList(6, 12)).containsExactly("数据风险组", "", "已下达", "正常推进", "", "2023-03-31");
        assertThat(rows.get(4).subList(9, 12)).containsExactly("未启动", "2023-03-25", "2023-03-28");
    }

    @Test
    void itIsNarrowedAsTheListIsAndShowsWhatTheCallerMaySee() throws IOException {
        plan();
        itIs("2023-03-20T10:00:00");

        assertThat(rows(export(bureau.as("clerk"), "?light=RED&unitId=" + bureau.technology)))
                .hasSize(2)
                .last()
                .asList()
                .contains("技术支撑组");
        assertThat(rows(export(bureau.as("clerk"), "?q=任务2"))).hasSize(2);
        assertThat(rows(export(new SampleBureau().as("officer"), ""))).hasSize(1);
        assertThat(rows(export(bureau.as("clerk").header("Accept-Language", "en"), ""))
                        .get(1))
                .contains("overdue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1", "<b>&"})
    void whatBeginsLikeAFormulaIsAText(String title) throws IOException {
        var plan = plan();
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update task set title = :title where id = :id")
                        .setParameter("title", title)
                        .setParameter("id", plan.taskId(2))
                        .executeUpdate());

        Cell cell = export(bureau.as("clerk"), "?unitId=" + bureau.data)
                .getSheetAt(0)
                .getRow(1)
                .getCell(TITLE);

        assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
        assertThat(cell.getStringCellValue()).isEqualTo(title);
        assertThat(cell.getCellStyle().getQuotePrefixed()).isTrue();
    }

    @Test
    void aDraftIsExportedWithItsUnits() throws IOException {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .drafted();
        itIs("2023-02-20T10:00:00");

        assertThat(rows(export(bureau.as("clerk"), "?planId=" + plan.planId())))
                .hasSize(3)
                .last()
                .asList()
                .contains("技术支撑组", "草稿", "2023-03-10");
    }
}
