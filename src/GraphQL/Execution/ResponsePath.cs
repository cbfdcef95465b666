namespace HealthGraph.GraphQL.Execution;

/// <summary>The way from the root of the response to a value: response names and list indexes.</summary>
public sealed class ResponsePath
{
    private readonly string? _name;
    private readonly int _index;

    private ResponsePath(ResponsePath? parent, string? name, int index)
    {
        Parent = parent;
        _name = name;
        _index = index;
    }

    public ResponsePath? Parent { get; }

    public static ResponsePath Root(string name) => new(null, name, 0);

    public ResponsePath Append(string name) => new(this, name, 0);

    public ResponsePath Append(int index) => new(this, null, index);

    /// <summary>The segments from the root: <see cref="string"/> or <see cref="int"/>.</summary>
    public IReadOnlyList<object> ToList()
    {
        var segments = new List<object>();
        for (var path = this; path is not null; path = path.Parent)
        {
            segments.Add(path._name is null ? path._index : path._name);
        }

        segments.Reverse();
        return segments;
    }
}
