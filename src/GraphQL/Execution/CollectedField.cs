using System.Collections;
using System.Text.Json;
using HealthGraph.GraphQL.Execution.Incremental;
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

    // The deferred fragments that the selections stand in, if any does.
    private readonly DeferUsage?[]? _usages;
    private readonly bool _argumentsUseVariables;
    private IReadOnlyDictionary<string, object?>? _constantArguments;
    private CollectedFields[] _subfields = [];
    private Getter? _getter;
    private CollectedField? _withoutDeferral;
    private string? _selectionKey;

    internal CollectedField(
        SelectionTree tree, ObjectType parentType, Field definition, IReadOnlyList<Selected<FieldNode>> selections, StreamUsage? stream)
        : this(
            tree,
            parentType,
            definition,
            [.. selections.Select(selection => selection.Node)],
            selections.Any(selection => selection.Usage is not null) ? [.. selections.Select(selection => selection.Usage)] : null,
            stream)
    {
    }

    private CollectedField(
        SelectionTree tree, ObjectType parentType, Field definition, FieldNode[] nodes, DeferUsage?[]? usages, StreamUsage? stream)
    {
        _tree = tree;
        _nodes = nodes;
        _usages = usages;
        DeferUsages = usages is null ? [] : DeferUsage.Outermost(usages);
        Stream = stream;
        ParentType = parentType;
        Definition = definition;
        ResponseName = _nodes[0].ResponseName;
        EncodedName = JsonEncodedText.Encode(ResponseName);
        LeafType = definition.Type.NullableType is ScalarType or EnumType ? (NamedType)definition.Type.NullableType : null;
        _argumentsUseVariables = _nodes[0].Arguments.Any(argument => LiteralVariables.IsUsedIn(argument.Value));
    }

    /// <summary>The alias, or the name without one: the key in the response.</summary>
    public string ResponseName { get; }

    /// <summary>The response name, ready to be written.</summary>
    public JsonEncodedText EncodedName { get; }

    /// <summary>The merged selections; the first gives position and arguments.</summary>
    public IReadOnlyList<FieldNode> Nodes => _nodes;

    /// <summary>The field of the type, with its resolver.</summary>
    public Field Definition { get; }

    /// <summary>The object type that the field is selected on.</summary>
    public ObjectType ParentType { get; }

    /// <summary>What the field asks for, as text: the same for fields that differ in their names only. Null when it cannot be told.</summary>
    /// <remarks>What comes in several payloads is read by each name as its client reads it.</remarks>
    internal string? SelectionKey => _tree.Conditions.IsIncremental ? null : _selectionKey ??= FieldRepeats.KeyOf(Definition, _nodes);

    /// <summary>The scalar or enum of a field that is neither composite nor a list.</summary>
    internal NamedType? LeafType { get; }

    /// <summary>The <c>@stream</c> of the field, when the response is delivered incrementally.</summary>
    public StreamUsage? Stream { get; }

    /// <summary>The deferred fragments that the field waits for; none if it comes with its parent.</summary>
    internal DeferUsage[] DeferUsages { get; }

    /// <summary>The field as the items of a streamed list have it: they are a delivery of their own, whatever their list waited for.</summary>
    internal CollectedField WithoutDeferral => _usages is null
        ? this
        : _withoutDeferral ??= new CollectedField(_tree, ParentType, Definition, _nodes, null, Stream);

    /// <summary>The fields selected below this one, those of deferred fragments included, for a value of <paramref name="type"/>, in the order of the response.</summary>
    public CollectedFields Collect(ObjectType type)
    {
        foreach (var known in _subfields)
        {
            if (ReferenceEquals(known.Type, type))
            {
                return known;
            }
        }

        return Remember(_tree.Collect(type, SelectionSets(), DeferUsages));
    }

    /// <summary>Whether both ask for the same, under whatever names.</summary>
    public bool AsksForSameAs(CollectedField other) =>
        ReferenceEquals(Definition, other.Definition) && SelectionKey is { } key && key == other.SelectionKey;

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

    private IEnumerable<Selected<SelectionSetNode>> SelectionSets()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (_nodes[i].SelectionSet is { } selectionSet)
            {
                yield return new(selectionSet, _usages?[i]);
            }
        }
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

    internal CollectedFields(ObjectType type, CollectedField[] fields, DeferralPlan? deferral = null)
    {
        Type = type;
        Deferral = deferral;
        Repeats = FieldRepeats.Find(fields);
        _fields = fields;
    }

    /// <summary>The object type of the values.</summary>
    public ObjectType Type { get; }

    /// <summary>Those of the fields that may come in later payloads.</summary>
    public IReadOnlyList<DeferredFields> Deferred => Deferral?.Deferred ?? [];

    /// <summary>How the fields are divided between payloads; null when all come at once.</summary>
    internal DeferralPlan? Deferral { get; }

    /// <summary>Which of the fields ask for the same; null when none do.</summary>
    internal FieldRepeats? Repeats { get; }

    /// <inheritdoc />
    public int Count => _fields.Length;

    /// <inheritdoc />
    public CollectedField this[int index] => _fields[index];

    /// <inheritdoc />
    public IEnumerator<CollectedField> GetEnumerator() => ((IEnumerable<CollectedField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
