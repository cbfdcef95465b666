using System.Collections;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>One field of the response: all selections that share its response name, merged.</summary>
/// <remarks>Immutable and shared by all executions of the operation under the same <see cref="ConditionMask"/>.</remarks>
public sealed class CollectedField
{
    private readonly SelectionTree _tree;
    private readonly FieldNode[] _nodes;
    private readonly bool _argumentsUseVariables;
    private IReadOnlyDictionary<string, object?>? _constantArguments;
    private CollectedFields[] _subfields = [];
    private Getter? _getter;

    internal CollectedField(SelectionTree tree, ObjectType parentType, Field definition, FieldNode[] nodes)
    {
        _tree = tree;
        _nodes = nodes;
        ParentType = parentType;
        Definition = definition;
        ResponseName = nodes[0].ResponseName;
        EncodedName = JsonEncodedText.Encode(ResponseName);
        LeafType = definition.Type.NullableType is ScalarType or EnumType ? (NamedType)definition.Type.NullableType : null;
        _argumentsUseVariables = nodes[0].Arguments.Any(argument => LiteralVariables.IsUsedIn(argument.Value));
    }

    public string ResponseName { get; }

    /// <summary>The response name, ready to be written.</summary>
    public JsonEncodedText EncodedName { get; }

    /// <summary>The merged selections; the first gives position and arguments.</summary>
    public IReadOnlyList<FieldNode> Nodes => _nodes;

    public Field Definition { get; }

    public ObjectType ParentType { get; }

    /// <summary>The scalar or enum of a field that is neither composite nor a list.</summary>
    internal NamedType? LeafType { get; }

    /// <summary>The fields selected below this one for a value of <paramref name="type"/>, in the order of the response.</summary>
    public CollectedFields Collect(ObjectType type)
    {
        foreach (var known in _subfields)
        {
            if (ReferenceEquals(known.Type, type))
            {
                return known;
            }
        }

        return Remember(_tree.Collect(type, _nodes));
    }

    /// <summary>The coerced arguments of the first selection.</summary>
    /// <exception cref="Errors.GraphQLException">A value does not fit its argument.</exception>
    public IReadOnlyDictionary<string, object?> CoerceArguments(IReadOnlyDictionary<string, object?> variables)
    {
        if (_constantArguments is not null)
        {
            return _constantArguments;
        }

        var arguments = ArgumentCoercion.CoerceArguments(ParentType, Definition, _nodes[0], variables);
        return _argumentsUseVariables ? arguments : _constantArguments = arguments;
    }

    /// <summary>The member of the parent that a field without a resolver stands for.</summary>
    internal object? GetMember(object? source)
    {
        if (source is null)
        {
            return null;
        }

        if (Definition.Getter is { } getter)
        {
            return getter(source);
        }

        // Parents of one field are nearly always of one type.
        var type = source.GetType();
        var known = _getter;
        if (known?.Type != type)
        {
            _getter = known = new Getter(type, MemberAccess.GetterOf(type, Definition.Name));
        }

        return known.Get(source);
    }

    // Two threads may collect the same type at once: both get the array that was stored first or append to it.
    private CollectedFields Remember(CollectedFields collected)
    {
        while (true)
        {
            var before = _subfields;
            if (Array.Find(before, known => ReferenceEquals(known.Type, collected.Type)) is { } other)
            {
                return other;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _subfields, [.. before, collected], before), before))
            {
                return collected;
            }
        }
    }

    private sealed record Getter(Type Type, Func<object, object?> Get);
}

/// <summary>The fields selected for one object type, in the order of the response.</summary>
public sealed class CollectedFields : IReadOnlyList<CollectedField>
{
    private readonly CollectedField[] _fields;

    internal CollectedFields(ObjectType type, CollectedField[] fields)
    {
        Type = type;
        _fields = fields;
    }

    public ObjectType Type { get; }

    public int Count => _fields.Length;

    public CollectedField this[int index] => _fields[index];

    public IEnumerator<CollectedField> GetEnumerator() => ((IEnumerable<CollectedField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
