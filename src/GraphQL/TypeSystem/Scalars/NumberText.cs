namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>A JSON number as text, for what no CLR number holds. It is written as it is.</summary>
public readonly record struct NumberText(string Text)
{
    /// <inheritdoc />
    public override string ToString() => Text;
}
