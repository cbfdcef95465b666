using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>Where rows are written to, and where in the response the current one lies.</summary>
internal sealed class RowContext(ResponseWriter writer, ResponsePath root)
{
    private readonly List<Step> _path = [];

    public Utf8JsonWriter Json { get; set; } = writer.Json;

    public void Enter(string name) => _path.Add(new Step(name, 0));

    public void Enter(int index) => _path.Add(new Step(null, index));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Reports a field that became null.</summary>
    public void AddError(string name, string message) =>
        writer.AddError(new GraphQLError { Message = message, Code = ErrorCodes.Internal, Path = Path(name) });

    /// <summary>A field without null has none to give: the whole root field fails, as nothing above it can be taken back.</summary>
    public GraphQLException NonNullViolation(string name, string field, string reason) => new(new GraphQLError
    {
        Message = $"Cannot return null for non-nullable field \"{field}\": the row {reason}.",
        Code = ErrorCodes.NonNullViolation,
        Path = Path(name),
    });

    private ResponsePath Path(string name)
    {
        var path = root;
        foreach (var step in _path)
        {
            path = step.Name is null ? path.Append(step.Index) : path.Append(step.Name);
        }

        return path.Append(name);
    }

    private readonly record struct Step(string? Name, int Index);
}
