namespace HealthGraph.Api.Uploads;

/// <summary>A file of the request, as a resolver gets it.</summary>
public sealed class UploadedFile
{
    /// <summary>What the caller calls it; empty when it does not say. Never a path to trust.</summary>
    public required string FileName { get; init; }

    /// <summary>The media type that the caller gives it; null when it does not say.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// The bytes, read once, asynchronously, and as they arrive: the end of a large file may not have been sent yet. Reading fails with a
    /// <see cref="GraphQL.Errors.GraphQLException"/> when the file turns out too large or breaks off.
    /// </summary>
    public required Stream Content { get; init; }
}
