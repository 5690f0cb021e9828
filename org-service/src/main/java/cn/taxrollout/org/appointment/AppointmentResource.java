package cn.taxrollout.org.appointment;

import cn.taxrollout.org.web.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1")
@Tag(name = "appointments")
class AppointmentResource {
    /** More than anybody ever held; keeps the list bounded. */
    private static final int MOST_OF_A_PERSON = 200;

    private final Appointments appointments;
    private final Clock clock;

    AppointmentResource(Appointments appointments, Clock clock) {
        this.appointments = appointments;
        this.clock = clock;
    }

    record Person(
            UUID id,
            @Schema(examples = "N1038") String staffNo,
            @Schema(examples = "冯砚舟") String name) {
        static Person of(Holding.Person person) {
            return person == null ? null : new Person(person.id(), person.staffNo(), person.name());
        }
    }

    /** @param until the last day on which the person stands in */
    record StandInPerson(
            UUID id,
            @Schema(examples = "N1036") String staffNo,
            @Schema(examples = "许星阑") String name,
            @Schema(examples = "2023-03-31") LocalDate until) {
        static List<StandInPerson> of(Holding holding) {
            return holding.substitutes().stream()
                    .map(substitute -> new StandInPerson(
                            substitute.person().id(),
                            substitute.person().staffNo(),
                            substitute.person().name(),
                            substitute.until()))
                    .toList();
        }
    }

    record Section(UUID id, @Schema(examples = "信息中心") String name) {}

    /**
     * @param holder null while the seat is vacant
     * @param standIns who stands in for the holder on that day
     */
    record MemberView(
            UUID seatId,
            @Schema(examples = "成员") String title,
            @Schema(examples = "MEMBER") SeatRank rank,
            @Schema(examples = "NAMED") HolderRule holderRule,
            @Schema(nullable = true) Section section,
            @Schema(nullable = true) Person holder,
            @Schema(nullable = true) UUID appointmentId,

            @Schema(nullable = true, examples = "2022-12-15")
            LocalDate from,

            @Schema(nullable = true, examples = "2023-03-31")
            LocalDate to,

            List<StandInPerson> standIns) {
        static MemberView of(Holding holding) {
            return new MemberView(
                    holding.seatId(),
                    holding.title(),
                    holding.rank(),
                    holding.holderRule(),
                    holding.section() == null
                            ? null
                            : new Section(
                                    holding.section().id(), holding.section().name()),
                    Person.of(holding.holder()),
                    holding.appointmentId(),
                    holding.from(),
                    holding.to(),
                    StandInPerson.of(holding));
        }
    }

    record MembersView(LocalDate at, List<MemberView> members) {}

    /** @param standIns who stands in for the head on that day */
    record HeadView(
            UUID id,
            @Schema(examples = "N1018") String staffNo,
            @Schema(examples = "傅临舟") String name,
            List<StandInPerson> standIns) {
        static HeadView of(Holding held) {
            return new HeadView(
                    held.holder().id(), held.holder().staffNo(), held.holder().name(), StandInPerson.of(held));
        }
    }

    record RungView(
            UUID unitId,
            @Schema(examples = "数据风险组") String unitName,
            List<HeadView> heads,
            @Schema(examples = "false") boolean vacant) {}

    record CommandChainView(LocalDate at, List<RungView> rungs) {
        static CommandChainView of(LocalDate at, CommandChain chain) {
            return new CommandChainView(
                    at,
                    chain.rungs().stream()
                            .map(rung -> new RungView(
                                    rung.unitId(),
                                    rung.unitName(),
                                    rung.heads().stream().map(HeadView::of).toList(),
                                    rung.vacant()))
                            .toList());
        }
    }

    record AppointmentView(
            UUID id,
            UUID seatId,
            UUID unitId,
            @Schema(examples = "数据风险组") String unitName,
            @Schema(examples = "成员") String title,
            @Schema(examples = "MEMBER") SeatRank rank,
            @Schema(examples = "2022-12-15") LocalDate from,

            @Schema(nullable = true, examples = "2023-03-31")
            LocalDate to,

            @Schema(nullable = true) UUID derivedFrom) {
        static AppointmentView of(AppointmentRepository.Held held) {
            return new AppointmentView(
                    held.appointment().id(),
                    held.seat().id(),
                    held.unit().id(),
                    held.unit().name(),
                    held.seat().title(),
                    held.seat().rank(),
                    held.appointment().from(),
                    held.appointment().to(),
                    held.appointment().derivedFrom());
        }
    }

    record NewSeat(
            @Schema(examples = "成员") @NotBlank @Size(max = 60)
            String title,

            @Schema(examples = "MEMBER") @NotNull SeatRank rank,
            @Schema(examples = "PRINCIPAL_OF") @NotNull HolderRule holderRule,
            UUID sectionId,
            @Schema(examples = "2023-03-20") @NotNull LocalDate existsFrom) {}

    record NewAppointment(
            @NotNull UUID staffId,
            @NotNull LocalDate from,
            @Schema(examples = "2023-12-31") LocalDate to) {}

    record Appointed(
            UUID id,
            UUID seatId,
            UUID staffId,
            LocalDate from,

            @Schema(nullable = true, examples = "2023-12-31")
            LocalDate to) {
        static Appointed of(Appointment appointment) {
            return new Appointed(
                    appointment.id(),
                    appointment.seatId(),
                    appointment.staffId(),
                    appointment.from(),
                    appointment.to());
        }
    }

    record End(@Schema(examples = "2023-03-31") @NotNull LocalDate lastDay) {}

    @GET
    @Path("/units/{id}/members")
    @Operation(summary = "The seats of a unit and who holds them on a day")
    @RolesAllowed({"staff", "org:read"})
    public MembersView members(@RestPath UUID id, @QueryParam("at") LocalDate at) {
        LocalDate day = dayOrToday(at);
        return new MembersView(
                day, appointments.members(id, day).stream().map(MemberView::of).toList());
    }

    @GET
    @Path("/units/{id}/command-chain")
    @Operation(summary = "Who is in command above a unit on a day, rung by rung")
    @RolesAllowed({"staff", "org:read"})
    public CommandChainView commandChain(@RestPath UUID id, @QueryParam("at") LocalDate at) {
        LocalDate day = dayOrToday(at);
        return CommandChainView.of(day, appointments.commandChain(id, day));
    }

    @GET
    @Path("/staff/{id}/appointments")
    @Operation(summary = "A person's appointments")
    @RolesAllowed({"staff", "org:read"})
    public List<AppointmentView> ofStaff(@RestPath UUID id, @QueryParam("at") LocalDate at) {
        return appointments.ofStaff(id, at, MOST_OF_A_PERSON).stream()
                .map(AppointmentView::of)
                .toList();
    }

    @POST
    @Idempotent
    @Path("/units/{id}/seats")
    @Operation(summary = "Add a seat to a unit")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public SeatView addSeat(@RestPath UUID id, @Valid @NotNull NewSeat seat) {
        return SeatView.of(appointments.addSeat(
                id, seat.title(), seat.rank(), seat.holderRule(), seat.sectionId(), seat.existsFrom()));
    }

    @POST
    @Idempotent
    @Path("/seats/{id}/end")
    @Operation(summary = "End a seat on a last day")
    @RolesAllowed({"staff", "org:write"})
    public SeatView endSeat(@RestPath UUID id, @Valid @NotNull End end) {
        return SeatView.of(appointments.endSeat(id, end.lastDay()));
    }

    @POST
    @Idempotent
    @Path("/seats/{id}/appointments")
    @Operation(summary = "Appoint a person to a seat")
    @RolesAllowed({"staff", "org:write"})
    @ResponseStatus(201)
    public Appointed appoint(@RestPath UUID id, @Valid @NotNull NewAppointment appointment) {
        return Appointed.of(appointments.appoint(id, appointment.staffId(), appointment.from(), appointment.to()));
    }

    @POST
    @Idempotent
    @Path("/appointments/{id}/end")
    @Operation(summary = "End an appointment on a last day")
    @RolesAllowed({"staff", "org:write"})
    public Appointed end(@RestPath UUID id, @Valid @NotNull End end) {
        return Appointed.of(appointments.end(id, end.lastDay()));
    }

    private LocalDate dayOrToday(LocalDate at) {
        return at == null ? LocalDate.now(clock) : at;
    }
}
