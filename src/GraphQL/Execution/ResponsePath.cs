using HealthGraph.GraphQL.Execution.Incremental;

namespace HealthGraph.GraphQL.Execution;

/// <summary>The way from the root of the response to a value: response names and list indexes.</summary>
public sealed class ResponsePath
{
    // A name, null for an index, or the groups of a step that adds no segment.
    private readonly object? _segment;
    private readonly int _index;

    private ResponsePath(ResponsePath? parent, object? segment, int index)
    {
        Parent = parent;
        _segment = segment;
        _index = index;
    }

    internal ResponsePath? Parent { get; }

    /// <summary>Whether it leads to an item of a list.</summary>
    internal bool IsIndex => _segment is null;

    /// <summary>The deferred fragments that begin at the object which the path leads to.</summary>
    internal DeliveryGroup[]? Groups => _segment as DeliveryGroup[];

    /// <summary>The path of a root field.</summary>
    public static ResponsePath Root(string name) => new(null, name, 0);

    /// <summary>The path of a field of the object here.</summary>
    public ResponsePath Append(string name) => new(this, name, 0);

    /// <summary>The path of an item of the list here.</summary>
    public ResponsePath Append(int index) => new(this, null, index);

    /// <summary>The same path, on which what lies below finds the deferred fragments that it may stand in.</summary>
    internal static ResponsePath With(ResponsePath? path, DeliveryGroup[] groups) => new(path, groups, 0);

    /// <summary>How many segments there are.</summary>
    internal int Depth => 1 + (Parent?.Depth ?? 0);

    /// <summary>The path with <paramref name="start"/> in place of its first <paramref name="depth"/> segments.</summary>
    internal ResponsePath MovedTo(ResponsePath start, int depth) =>
        Depth <= depth || Parent is null ? start : new ResponsePath(Parent.MovedTo(start, depth), _segment, _index);

    /// <summary>The segments from the root: <see cref="string"/> or <see cref="int"/>.</summary>
    public IReadOnlyList<object> ToList()
    {
        var segments = new List<object>();
        for (var path = this; path is not null; path = path.Parent)
        {
            if (path.Groups is null)
            {
                segments.Add(path._segment ?? path._index);
            }
        }

        segments.Reverse();
        return segments;
    }
}
