namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>
/// Stands for an uploaded file in arguments. The transport that received the file puts the key into the variables and knows
/// what it means; a key from anywhere else leads to nothing.
/// </summary>
public sealed record UploadReference(string Key);
