package cn.taxrollout.org.unit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A bureau, section, leading group, office, project team or working group; it stands in a tree. */
@Entity
public class Unit {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String code;

    @Column(nullable = false)
    private String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private UnitKind kind;

    private UUID parentId;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private String[] functions;

    @Version
    private long version;

    protected Unit() {}

    public Unit(UUID id, String code, String name, UnitKind kind, UUID parentId, Set<UnitFunction> functions) {
        this.id = id;
        this.code = code;
        describe(name, kind, parentId, functions);
    }

    /**
     * Gives the unit this name, kind, place and functions.
     *
     * @return whether anything is other than before
     */
    public boolean describe(String name, UnitKind kind, UUID parentId, Set<UnitFunction> functions) {
        String[] names = functions.stream().sorted().map(Enum::name).toArray(String[]::new);
        boolean changed = !(Objects.equals(name, this.name)
                && kind == this.kind
                && Objects.equals(parentId, this.parentId)
                && Arrays.equals(names, this.functions));
        if (changed) {
            this.name = name;
            this.kind = kind;
            this.parentId = parentId;
            this.functions = names;
        }
        return changed;
    }

    public UUID id() {
        return id;
    }

    /** The short name by which rosters refer to the unit; unique in the installation, never changed. */
    public String code() {
        return code;
    }

    public String name() {
        return name;
    }

    public UnitKind kind() {
        return kind;
    }

    /** The unit above, null at the top. */
    public UUID parentId() {
        return parentId;
    }

    public Set<UnitFunction> functions() {
        Set<UnitFunction> set = EnumSet.noneOf(UnitFunction.class);
        Arrays.stream(functions).map(UnitFunction::valueOf).forEach(set::add);
        return set;
    }

    public long version() {
        return version;
    }
}
