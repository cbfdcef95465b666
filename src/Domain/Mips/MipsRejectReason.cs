namespace HealthGraph.Domain.Mips;

/// <summary>Why an appointment gives no rows: the first of these that holds, in this order.</summary>
public static class MipsRejectReason
{
    public const string NotCompleted = "not_completed";
    public const string OutsideYear = "outside_year";
    public const string State = "state";
    public const string BodyPartExcluded = "body_part_excluded";
    public const string BodyPartUnmapped = "body_part_unmapped";
    public const string Age = "age";
    public const string NotContained = "not_contained";
    public const string NpiInvalid = "npi_invalid";
    public const string TinMissing = "tin_missing";

    public static IReadOnlyList<string> All { get; } =
        [NotCompleted, OutsideYear, State, BodyPartExcluded, BodyPartUnmapped, Age, NotContained, NpiInvalid, TinMissing];
}
