namespace HealthGraph.Domain.Mips;

/// <summary>Which rows are built, and by which of the rules that are settings.</summary>
public sealed record MipsBuildRequest
{
    /// <summary>The PostgreSQL table of forms unless they come from elsewhere.</summary>
    public const string PatientForms = "mips.patient_form";

    public required int Year { get; init; }

    /// <summary>Two capital letters, as in <c>mips.state</c>.</summary>
    public required string State { get; init; }

    public required Guid RunId { get; init; }

    /// <summary>True: only care plans that begin and end within the year.</summary>
    public required bool StrictlyContained { get; init; }

    /// <summary>In whole years, at the care plan's first completed visit.</summary>
    public required int MinimumAge { get; init; }

    /// <summary>The taxpayer identification number of clinics that have none of their own; null for none.</summary>
    public string? Tin { get; init; }

    /// <summary>How long before the first visit a form may have been filled in to count as the first.</summary>
    public int DaysBeforeFirst { get; init; } = 14;

    /// <summary>How long after a visit a form may have been filled in to count as the visit's.</summary>
    public int DaysAfterVisit { get; init; } = 3;

    /// <summary>A table, temporary or not, with the columns of <c>mips.patient_form</c>. A name of the program's own, never of a caller's.</summary>
    public string Forms { get; init; } = PatientForms;
}
