namespace HealthGraph.Api.PersistedOperations;

/// <summary>A document that the operator put on the server.</summary>
/// <param name="Id">The file's name, or the manifest's id.</param>
/// <param name="Text">The document as UTF-8.</param>
/// <param name="Origin">The file, for the log.</param>
internal sealed record TrustedDocument(string Id, byte[] Text, string Origin);
