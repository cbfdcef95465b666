namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// A streamed value failed after part of it had left: the host must break the connection off, so that no client takes the
/// response for whole.
/// </summary>
public sealed class ResponseAbortedException(Exception cause) : Exception("The response broke off while a value was streamed.", cause);
