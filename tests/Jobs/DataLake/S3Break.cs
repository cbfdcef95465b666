namespace HealthGraph.Jobs.Tests.DataLake;

/// <summary>Where the connection to <c>S3Double</c> breaks, or falls silent for ever.</summary>
public enum S3Break
{
    /// <summary>In the middle of the request's body; nothing is done.</summary>
    InRequest,

    /// <summary>What was asked for is done, and the answer gets lost.</summary>
    BeforeAnswer,

    /// <summary>In the middle of the answer's body.</summary>
    InAnswer,

    /// <summary>What was asked for is done, and no answer ever comes.</summary>
    Silent,

    /// <summary>Half of the answer comes, and never any more.</summary>
    SilentInAnswer,
}
