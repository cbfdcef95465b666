using HealthGraph.Domain.Mips;

namespace HealthGraph.Jobs.Mips;

/// <summary>What came of an export, state by state.</summary>
public sealed record MipsExportOutputs
{
    public required int Year { get; init; }

    /// <summary>The day in the folder's name.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The lake: a folder or a bucket.</summary>
    public required string Lake { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>True when the year lists no states, so that there was nothing to do.</summary>
    public bool Skipped { get; init; }

    public required IReadOnlyList<MipsStateOutputs> States { get; init; }
}

/// <summary>How far a state came.</summary>
public enum MipsStateResult
{
    /// <summary>Built and counted; nothing was changed.</summary>
    Counted,

    /// <summary>In the lake.</summary>
    Published,

    /// <summary>In the lake, and with the receiver.</summary>
    Delivered,

    /// <summary>Far fewer rows than last time: the last export stands until somebody accepts the drop.</summary>
    Held,

    /// <summary>The last export stands.</summary>
    Failed,
}

/// <summary>What came of one state.</summary>
public sealed record MipsStateOutputs
{
    public required string State { get; init; }

    public required MipsStateResult Result { get; init; }

    public MipsCounts? Counts { get; init; }

    /// <summary>What the last export of the state counted; null when there was none.</summary>
    public MipsCounts? Previous { get; init; }

    public string? Path { get; init; }

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    public MipsDelivery? Delivery { get; init; }

    public string? Warning { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }
}

/// <summary>The file as its receiver has it.</summary>
/// <param name="To">The receiver: a host or a folder.</param>
/// <param name="Name">The file's name without the integration key.</param>
/// <param name="Bytes">As read back from the receiver.</param>
/// <param name="At">When it took its name there.</param>
public sealed record MipsDelivery(string To, string Name, long Bytes, DateTimeOffset At);
