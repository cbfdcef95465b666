namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// A field's value that writes itself into the response while it is read, such as a page of rows. A resolver returns it in
/// place of a value; nothing below it is executed, and it is written in its turn, after resolvers have run.
/// </summary>
/// <remarks>The field must be nullable: what comes before it in the response may be gone already when it fails.</remarks>
public abstract class StreamedValue
{
    /// <summary>
    /// Writes one JSON value. Throwing before the first byte makes the field null with an error; throwing later breaks the
    /// response off, so that no client takes it for whole.
    /// </summary>
    public abstract ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken);
}
