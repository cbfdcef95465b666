using System.Text.Json;
using HealthGraph.GraphQL.Data.Nodes;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>Where rows are written to, and where in the response the current one lies.</summary>
internal sealed class RowContext
{
    private readonly List<Step> _path = [];
    private readonly ResponseWriter? _response;
    private readonly ResponsePath _root;
    private readonly StatementObservation? _observation;
    private KeyText? _keyText;

    public RowContext(ResponseWriter response, ResponsePath root, StatementObservation? observation)
        : this(response.Json, root, observation) => _response = response;

    /// <summary>Where there is no list of errors: what would be told there has to be shown or thrown.</summary>
    public RowContext(Utf8JsonWriter json, ResponsePath root, StatementObservation? observation)
    {
        Json = json;
        _root = root;
        _observation = observation;
    }

    public Utf8JsonWriter Json { get; set; }

    /// <summary>
    /// Whether a value that its scalar cannot hold is shown as PostgreSQL writes it: where there is no list of errors to say what is missing.
    /// </summary>
    public bool ShowsSpecialText => _response is null;

    /// <summary>Where the text of a key is put together.</summary>
    public KeyText KeyText => _keyText ??= new KeyText();

    /// <summary>Notes a row or group that is given out.</summary>
    public void Count(int counter) => _observation?.Count(counter);

    public void Enter(string name) => _path.Add(new Step(name, 0));

    public void Enter(int index) => _path.Add(new Step(null, index));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Reports a field that became null.</summary>
    public void AddError(string name, string message) =>
        _response?.AddError(new GraphQLError { Message = message, Code = ErrorCodes.Internal, Path = Path(name) });

    /// <summary>A field without null has none to give: the whole root field fails, as nothing above it can be taken back.</summary>
    public GraphQLException NonNullViolation(string name, string field, string reason) => new(new GraphQLError
    {
        Message = $"Cannot return null for non-nullable field \"{field}\": the row {reason}.",
        Code = ErrorCodes.NonNullViolation,
        Path = Path(name),
    });

    private ResponsePath Path(string name)
    {
        var path = _root;
        foreach (var step in _path)
        {
            path = step.Name is null ? path.Append(step.Index) : path.Append(step.Name);
        }

        return path.Append(name);
    }

    private readonly record struct Step(string? Name, int Index);
}
