using Microsoft.Extensions.Options;

namespace HealthGraph.Api.PersistedOperations;

/// <summary>Bound from <c>HealthGraph:GraphQL:TrustedDocuments</c>: documents that the operator puts on the server.</summary>
public sealed class TrustedDocumentOptions
{
    public const string Section = "HealthGraph:GraphQL:TrustedDocuments";

    /// <summary>The folder they are in, as <c>.graphql</c> files and manifests; none when it is not set.</summary>
    public string? Folder { get; set; }

    /// <summary>Whether nothing else is executed.</summary>
    public bool Only { get; set; }
}

internal sealed class TrustedDocumentOptionsValidator : IValidateOptions<TrustedDocumentOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustedDocumentOptions options) => options switch
    {
        { Folder: { Length: > 0 } folder } when !Directory.Exists(folder) =>
            ValidateOptionsResult.Fail($"{TrustedDocumentOptions.Section}:{nameof(options.Folder)} is '{folder}', which is no folder."),
        { Only: true, Folder: null or "" } => ValidateOptionsResult.Fail(
            $"{TrustedDocumentOptions.Section}:{nameof(options.Only)} needs {TrustedDocumentOptions.Section}:{nameof(options.Folder)}."),
        _ => ValidateOptionsResult.Success,
    };
}
