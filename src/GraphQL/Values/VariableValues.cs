using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Values;

/// <summary>The coerced variables of an execution, and where each came from.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The specification's word for it is variableValues.")]
public sealed class VariableValues : IReadOnlyDictionary<string, object?>
{
    public static readonly VariableValues Empty = new();

    private readonly OrderedDictionary<string, object?> _coerced = [];
    private readonly Dictionary<string, VariableSource> _sources = [];

    public IEnumerable<string> Keys => _coerced.Keys;

    public IEnumerable<object?> Values => _coerced.Values;

    public int Count => _coerced.Count;

    public object? this[string key] => _coerced[key];

    public bool ContainsKey(string key) => _coerced.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _coerced.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _coerced.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal VariableSource? FindSource(string name) => _sources.GetValueOrDefault(name);

    internal void AddSource(string name, VariableSource source) => _sources[name] = source;

    internal void Add(string name, object? value) => _coerced[name] = value;
}

/// <summary>A variable before coercion: a custom scalar sees variables inside its literals as they were sent.</summary>
/// <param name="Type">The declared type.</param>
/// <param name="Input">What the request gave; null when it gave nothing.</param>
/// <param name="Default">The declared default.</param>
internal sealed record VariableSource(GraphQLType Type, JsonElement? Input, ValueNode? Default);
