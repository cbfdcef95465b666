using System.Globalization;
using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Mips;

/// <summary>Why an export of rows for the registry fails.</summary>
public static class MipsErrorCodes
{
    public const string RegistrationMissing = "MIPS_REGISTRATION_MISSING";
    public const string RegistrationInvalid = "MIPS_REGISTRATION_INVALID";
    public const string RowsDropped = "MIPS_ROWS_DROPPED";
    public const string StateUnknown = "MIPS_STATE_UNKNOWN";
    public const string StatesFailed = "MIPS_STATES_FAILED";
    public const string FormsMissing = "MIPS_FORMS_MISSING";
    public const string FormsInvalid = "MIPS_FORMS_INVALID";
}

/// <summary>Far fewer rows than last time: somebody has to say that it is right.</summary>
internal sealed class MipsRowsDroppedException(string state, MipsCounts counts, MipsCounts previous) : RunFailedException(
    MipsErrorCodes.RowsDropped,
    string.Create(
        CultureInfo.InvariantCulture,
        $"{state} has {counts.TotalRows} rows, after {previous.TotalRows} at the last export. The last export stands; export again with acceptDrop if this is right."))
{
    public MipsCounts Counts => counts;

    public MipsCounts Previous => previous;
}
