using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>Which forms the rows are built from. Environment: <c>HEALTHGRAPH__MIPS__FORMS__…</c>.</summary>
public sealed class MipsFormOptions
{
    public const string Section = "HealthGraph:Mips:Forms";

    private const string Name = "[A-Za-z_][A-Za-z0-9_]*";

    public MipsFormSourceKind Source { get; set; }

    /// <summary>The folder with <c>{year}-{state}.csv</c>, for <see cref="MipsFormSourceKind.Folder"/>.</summary>
    public string? Folder { get; set; }

    /// <summary>Athena's table or view, with the columns of <c>mips.patient_form</c>; a database's name may stand before it.</summary>
    [RegularExpression($@"{Name}(\.{Name})?")]
    public string Table { get; set; } = "patient_forms_mips";

    /// <summary>The column with the day of a form, by which the table has partitions.</summary>
    [RegularExpression(Name)]
    public string DateColumn { get; set; } = "completed_on";

    /// <summary>Whether that column is text (<c>2025-01-31</c>) and no date.</summary>
    public bool DateColumnIsText { get; set; }

    /// <summary>The column with the two letters of the clinic's state; an empty one means that the table has none, and forms of all states are read.</summary>
    [RegularExpression($"({Name})?")]
    public string StateColumn { get; set; } = "state";

    /// <summary>Asks for the forms of so and so many care plans at a time, not of a year: for a table without such partitions.</summary>
    public bool ByCarePlan { get; set; }

    /// <summary>Care plans in one query. 5,000 of them are 200 kB of SQL; Athena takes 262 kB.</summary>
    [Range(1, 5000)]
    public int CarePlansPerQuery { get; set; } = 500;
}

public enum MipsFormSourceKind
{
    /// <summary><c>mips.patient_form</c>.</summary>
    Table,

    /// <summary>Amazon Athena.</summary>
    Athena,

    /// <summary>Files in a folder.</summary>
    Folder,
}

[OptionsValidator]
internal sealed partial class MipsFormOptionsValidator : IValidateOptions<MipsFormOptions>;
