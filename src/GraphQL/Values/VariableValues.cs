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
    /// <summary>Of an operation without variables.</summary>
    public static readonly VariableValues Empty = new(0);

    private readonly InputObjectValue _coerced;
    private readonly VariableSource[] _sources;
    private int _sourceCount;

    internal VariableValues(int capacity)
    {
        _coerced = new InputObjectValue(capacity);
        _sources = capacity == 0 ? [] : new VariableSource[capacity];
    }

    /// <inheritdoc />
    public IEnumerable<string> Keys => _coerced.Keys;

    /// <inheritdoc />
    public IEnumerable<object?> Values => _coerced.Values;

    /// <inheritdoc />
    public int Count => _coerced.Count;

    /// <inheritdoc />
    public object? this[string key] => _coerced[key];

    /// <inheritdoc />
    public bool ContainsKey(string key) => _coerced.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _coerced.TryGetValue(key, out value);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _coerced.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal VariableSource? FindSource(string name)
    {
        foreach (var source in _sources.AsSpan(0, _sourceCount))
        {
            if (source.Signature.Name == name)
            {
                return source;
            }
        }

        return null;
    }

    internal void AddSource(VariableSource source) => _sources[_sourceCount++] = source;

    internal void Add(string name, object? value) => _coerced.Add(name, value);
}

/// <summary>A declared variable with its type resolved; the type is null when it is none that a variable can have.</summary>
public sealed record VariableSignature(VariableDefinitionNode Definition, GraphQLType? Type)
{
    /// <summary>Without the <c>$</c>.</summary>
    public string Name => Definition.Variable.Name.Value;

    /// <summary>The declarations of an operation, in their order.</summary>
    public static IReadOnlyList<VariableSignature> Of(Schema schema, OperationDefinitionNode operation) =>
    [
        .. operation.VariableDefinitions.Select(definition => new VariableSignature(
            definition, TypeReferences.Find(schema, definition.Type) is { IsInputType: true } type ? type : null)),
    ];
}

/// <summary>A variable before coercion: a custom scalar sees variables inside its literals as they were sent.</summary>
/// <param name="Signature">The declaration.</param>
/// <param name="Input">What the request gave; null when it gave nothing.</param>
internal readonly record struct VariableSource(VariableSignature Signature, JsonElement? Input);
