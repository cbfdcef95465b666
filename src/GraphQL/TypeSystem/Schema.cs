using HealthGraph.GraphQL.Introspection;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>An immutable set of types with its root types; a change of the schema is a new one.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Schema</remarks>
public sealed class Schema
{
    private readonly Dictionary<string, List<ObjectType>> _implementations = [];
    private readonly Dictionary<NamedType, HashSet<ObjectType>> _possibleTypes = [];
    private readonly HashSet<NamedType> _listed = [];

    /// <summary>
    /// Collects the types that the roots, the directives and <see cref="SchemaOptions.Types"/> lead to. Whether they make sense
    /// together is a question for <see cref="SchemaValidator"/>.
    /// </summary>
    public Schema(SchemaOptions options)
    {
        Description = options.Description;
        QueryType = options.Query;
        MutationType = options.Mutation;
        SubscriptionType = options.Subscription;
        AppliedDirectives = options.AppliedDirectives;
        SyntaxNodes = options.SyntaxNodes;
        Directives = new(options.Directives
            .Concat(SpecifiedDirectives.All.Where(specified => options.Directives.All(own => own.Name != specified.Name)))
            .Select(directive => KeyValuePair.Create(directive.Name, directive)));

        // Types that were listed keep their order, whatever they lead to; the order is seen in introspection and in print.
        _listed.UnionWith(options.Types);
        foreach (var type in options.Types)
        {
            _listed.Remove(type);
            Collect(type);
        }

        foreach (var root in new NamedType?[] { QueryType, MutationType, SubscriptionType })
        {
            Collect(root);
        }

        foreach (var directive in Directives.Values)
        {
            CollectInputs(directive.Arguments);
        }

        Collect(IntrospectionTypes.Schema);
        foreach (var type in Types.Values.OfType<ObjectType>())
        {
            foreach (var implemented in type.Interfaces)
            {
                (_implementations.TryGetValue(implemented.Name, out var list)
                    ? list
                    : _implementations[implemented.Name] = []).Add(type);
            }
        }

        foreach (var type in Types.Values)
        {
            if (type is InterfaceType or UnionType)
            {
                _possibleTypes[type] = [.. GetPossibleTypes(type)];
            }
        }
    }

    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; }

    /// <summary>Where queries begin; null in a schema that is not valid.</summary>
    public ObjectType? QueryType { get; }

    /// <summary>Where mutations begin; null if there are none.</summary>
    public ObjectType? MutationType { get; }

    /// <summary>Where subscriptions begin; null if there are none.</summary>
    public ObjectType? SubscriptionType { get; }

    /// <summary>All types by name in the order they were found, introspection types included.</summary>
    public OrderedDictionary<string, NamedType> Types { get; } = [];

    /// <summary>All directives by name; the specified ones that were not given come last, as in graphql-js.</summary>
    public OrderedDictionary<string, Directive> Directives { get; }

    /// <summary>Directives on the schema itself.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; }

    /// <summary>The schema definition and its extensions, when the schema came from SDL.</summary>
    public IReadOnlyList<SchemaDefinitionNode> SyntaxNodes { get; }

    /// <summary>The type of that name; null if there is none.</summary>
    public NamedType? FindType(string name) => Types.GetValueOrDefault(name);

    /// <summary>Where operations of that kind begin; null if there are none.</summary>
    public ObjectType? RootType(OperationType operation) => operation switch
    {
        OperationType.Query => QueryType,
        OperationType.Mutation => MutationType,
        _ => SubscriptionType,
    };

    /// <summary>The object types that a value of the type can have.</summary>
    public IReadOnlyList<ObjectType> GetPossibleTypes(NamedType type) => type switch
    {
        ObjectType objectType => [objectType],
        UnionType union => union.Types,
        InterfaceType => _implementations.TryGetValue(type.Name, out var list) ? list : [],
        _ => [],
    };

    /// <summary>Whether values of <paramref name="possible"/> are values of <paramref name="type"/>.</summary>
    public bool IsPossibleType(NamedType type, ObjectType possible) =>
        ReferenceEquals(type, possible) || (_possibleTypes.TryGetValue(type, out var set) && set.Contains(possible));

    /// <summary>Whether a value of <paramref name="type"/> may stand where <paramref name="superType"/> is asked for.</summary>
    public bool IsSubType(GraphQLType type, GraphQLType superType) => (type, superType) switch
    {
        _ when GraphQLType.AreEqual(type, superType) => true,
        (NonNullType sub, NonNullType super) => IsSubType(sub.OfType, super.OfType),
        (NonNullType sub, _) => IsSubType(sub.OfType, superType),
        (ListType sub, ListType super) => IsSubType(sub.OfType, super.OfType),
        (ObjectType sub, InterfaceType or UnionType) => IsPossibleType((NamedType)superType, sub),
        (InterfaceType sub, InterfaceType super) => sub.Interfaces.Contains(super),
        _ => false,
    };

    private void Collect(GraphQLType? reference)
    {
        // A work list, not recursion: a schema of thousands of generated types may be a long chain.
        var pending = new Stack<NamedType>();
        Push(reference);
        while (pending.TryPop(out var type))
        {
            if (_listed.Contains(type) || !Add(type))
            {
                continue;
            }

            var children = Children(type).ToList();
            for (var i = children.Count - 1; i >= 0; i--)
            {
                Push(children[i]);
            }
        }

        void Push(GraphQLType? next)
        {
            if (next is not null)
            {
                pending.Push(next.Named);
            }
        }
    }

    private void CollectInputs(IEnumerable<InputValue> values)
    {
        foreach (var value in values)
        {
            Collect(value.Type);
        }
    }

    private bool Add(NamedType type)
    {
        if (Types.TryAdd(type.Name, type))
        {
            return true;
        }

        return ReferenceEquals(Types[type.Name], type)
            ? false
            : throw new SchemaException($"Schema must contain uniquely named types but contains multiple types named \"{type.Name}\".");
    }

    private static IEnumerable<GraphQLType> Children(NamedType type) => type switch
    {
        FieldsType fields => fields.Interfaces.Concat<GraphQLType>(
            fields.Fields.Values.SelectMany(field => field.Arguments.Select(argument => argument.Type).Prepend(field.Type))),
        UnionType union => union.Types,
        InputObjectType input => input.Fields.Values.Select(field => field.Type),
        _ => [],
    };
}

/// <summary>What a <see cref="Schema"/> is made from.</summary>
public sealed class SchemaOptions
{
    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Where queries begin.</summary>
    public ObjectType? Query { get; init; }

    /// <summary>Where mutations begin.</summary>
    public ObjectType? Mutation { get; init; }

    /// <summary>Where subscriptions begin.</summary>
    public ObjectType? Subscription { get; init; }

    /// <summary>Types that no field leads to, such as the members of an interface.</summary>
    public IReadOnlyList<NamedType> Types { get; init; } = [];

    /// <summary>Directives beside the specified ones.</summary>
    public IReadOnlyList<Directive> Directives { get; init; } = [];

    /// <summary>Directives on the schema itself.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>The schema definition and its extensions, when the schema comes from SDL.</summary>
    public IReadOnlyList<SchemaDefinitionNode> SyntaxNodes { get; init; } = [];
}
