namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>
/// The part of a schema that somebody is shown: a valid schema of its own. A type that nothing of it is left of, or that nothing leads to any
/// more, is gone with what leads to it. Types of which all is left are the same objects as in the whole.
/// </summary>
public sealed class SchemaFilter
{
    private readonly Schema _whole;
    private readonly Func<NamedType, bool> _seesType;
    private readonly Func<NamedType, Field, bool> _seesField;
    private readonly HashSet<NamedType> _seen;
    private readonly HashSet<NamedType> _changed = [];
    private readonly Dictionary<NamedType, NamedType> _copies = [];

    private SchemaFilter(Schema whole, Func<NamedType, bool> seesType, Func<NamedType, Field, bool> seesField)
    {
        _whole = whole;
        _seesType = seesType;
        _seesField = seesField;
        _seen = [.. whole.Types.Values.Where(type => IsOfEverySchema(type) || seesType(type))];
    }

    /// <summary>What is left of the schema; the schema itself when that is all of it.</summary>
    /// <param name="whole">The schema.</param>
    /// <param name="seesType">Whether a type may be shown.</param>
    /// <param name="seesField">Whether a field of a type may be shown, its own type apart.</param>
    /// <exception cref="SchemaException">No query is left.</exception>
    public static Schema Filter(Schema whole, Func<NamedType, bool> seesType, Func<NamedType, Field, bool> seesField) =>
        new SchemaFilter(whole, seesType, seesField).Filter();

    private Schema Filter()
    {
        while (_seen.RemoveWhere(IsEmpty) > 0)
        {
            // What led to a type that is gone may be empty now.
        }

        if (_whole.QueryType is not { } query || !_seen.Contains(query))
        {
            throw new SchemaException("No query is left of the schema.");
        }

        var reached = Reach();
        if (_whole.Types.Values.All(reached.Contains) && !reached.Any(HasLost))
        {
            return _whole;
        }

        _seen.IntersectWith(reached);
        FindChanged();
        foreach (var type in _changed)
        {
            _copies.Add(type, Copy(type));
        }

        return new Schema(new SchemaOptions
        {
            Description = _whole.Description,
            Query = Root(query),
            Mutation = Root(_whole.MutationType),
            Subscription = Root(_whole.SubscriptionType),
            Types = [.. _whole.Types.Values.Where(_seen.Contains).Select(Map)],
            Directives = [.. _whole.Directives.Values],
            AppliedDirectives = _whole.AppliedDirectives,
        });
    }

    private ObjectType? Root(ObjectType? type) => type is not null && _seen.Contains(type) ? (ObjectType)Map(type) : null;

    private static bool IsOfEverySchema(NamedType type) => Sdl.StandardTypes.ByName.ContainsKey(type.Name);

    private bool IsEmpty(NamedType type) => type switch
    {
        _ when IsOfEverySchema(type) => false,
        InterfaceType => !FieldsOf((FieldsType)type).Any() || !_whole.GetPossibleTypes(type).Any(possible => _seen.Contains(possible) && Implements(possible, (InterfaceType)type)),
        FieldsType fields => !FieldsOf(fields).Any(),
        UnionType union => !union.Types.Any(_seen.Contains),
        InputObjectType input => !InputsOf(input.Fields.Values).Any() || input.Fields.Values.Any(field => field.IsRequired && !_seen.Contains(field.Type.Named)),
        _ => false,
    };

    private IEnumerable<Field> FieldsOf(FieldsType type) => type.Fields.Values.Where(field => Sees(type, field));

    private bool Sees(FieldsType type, Field field) =>
        IsOfEverySchema(type)
        || (_seen.Contains(field.Type.Named)
            && _seesField(type, field)
            && field.Arguments.All(argument => !argument.IsRequired || _seen.Contains(argument.Type.Named)));

    private IEnumerable<InputValue> InputsOf(IEnumerable<InputValue> values) => values.Where(value => _seen.Contains(value.Type.Named));

    // A type that has lost what an interface asks for is no longer of that interface.
    private bool Implements(FieldsType type, InterfaceType implemented) =>
        _seen.Contains(implemented)
        && FieldsOf(implemented).All(asked => type.Fields.TryGetValue(asked.Name, out var own) && Sees(type, own))
        && implemented.Interfaces.All(further => !_seen.Contains(further) || Implements(type, further));

    private IEnumerable<InterfaceType> InterfacesOf(FieldsType type) => type.Interfaces.Where(implemented => Implements(type, implemented));

    private HashSet<NamedType> Reach()
    {
        HashSet<NamedType> reached = [];
        Stack<NamedType> waiting = new();
        foreach (var root in new NamedType?[] { _whole.QueryType, _whole.MutationType, _whole.SubscriptionType })
        {
            Push(root);
        }

        foreach (var type in _whole.Types.Values.Where(IsOfEverySchema)
            .Concat(_whole.Directives.Values.SelectMany(directive => directive.Arguments).Select(argument => argument.Type.Named)))
        {
            Push(type);
        }

        while (waiting.TryPop(out var type))
        {
            foreach (var next in NextTo(type))
            {
                Push(next);
            }
        }

        return reached;

        void Push(NamedType? type)
        {
            if (type is not null && _seen.Contains(type) && reached.Add(type))
            {
                waiting.Push(type);
            }
        }
    }

    private IEnumerable<NamedType> NextTo(NamedType type) => type switch
    {
        FieldsType fields =>
        [
            .. InterfacesOf(fields),
            .. FieldsOf(fields).SelectMany(field =>
                field.Arguments.Select(argument => argument.Type.Named)
                    .Append(field.Type.Named)
                    .Concat(field.Type.Named is InterfaceType implemented ? _whole.GetPossibleTypes(implemented) : [])),
        ],
        UnionType union => union.Types,
        InputObjectType input => input.Fields.Values.Select(field => field.Type.Named),
        _ => [],
    };

    private bool HasLost(NamedType type) => type switch
    {
        _ when IsOfEverySchema(type) => false,
        FieldsType fields => fields.Fields.Values.Any(field => !Sees(fields, field) || field.Arguments.Any(argument => !_seen.Contains(argument.Type.Named)))
            || fields.Interfaces.Any(implemented => !Implements(fields, implemented)),
        UnionType union => !union.Types.All(_seen.Contains),
        InputObjectType input => !input.Fields.Values.All(field => _seen.Contains(field.Type.Named)),
        _ => false,
    };

    // What has lost something, and what leads to such a type: it has to lead to the copy.
    private void FindChanged()
    {
        Dictionary<NamedType, List<NamedType>> leadingTo = [];
        Stack<NamedType> waiting = new();
        foreach (var type in _seen)
        {
            foreach (var next in Named(type))
            {
                (leadingTo.TryGetValue(next, out var list) ? list : leadingTo[next] = []).Add(type);
            }

            if (HasLost(type) && _changed.Add(type))
            {
                waiting.Push(type);
            }
        }

        while (waiting.TryPop(out var type))
        {
            foreach (var leading in leadingTo.GetValueOrDefault(type) ?? [])
            {
                if (_changed.Add(leading))
                {
                    waiting.Push(leading);
                }
            }
        }
    }

    // Those that a type names itself: not the members of an interface.
    private static IEnumerable<NamedType> Named(NamedType type) => type switch
    {
        FieldsType fields =>
        [
            .. fields.Interfaces,
            .. fields.Fields.Values.SelectMany(field => field.Arguments.Select(argument => argument.Type.Named).Append(field.Type.Named)),
        ],
        UnionType union => union.Types,
        InputObjectType input => input.Fields.Values.Select(field => field.Type.Named),
        _ => [],
    };

    private NamedType Copy(NamedType type) => type switch
    {
        ObjectType one => new ObjectType(one.Name)
        {
            Description = one.Description,
            AppliedDirectives = one.AppliedDirectives,
            Features = one.Features,
            SyntaxNodes = one.SyntaxNodes,
            IsTypeOf = one.IsTypeOf,
            FieldsFactory = () => FieldsOf(one).Select(Copy),
            InterfacesFactory = () => InterfacesOf(one).Select(Map).Cast<InterfaceType>(),
        },
        InterfaceType one => new InterfaceType(one.Name)
        {
            Description = one.Description,
            AppliedDirectives = one.AppliedDirectives,
            Features = one.Features,
            SyntaxNodes = one.SyntaxNodes,
            ResolveType = one.ResolveType,
            FieldsFactory = () => FieldsOf(one).Select(Copy),
            InterfacesFactory = () => InterfacesOf(one).Select(Map).Cast<InterfaceType>(),
        },
        UnionType one => new UnionType(one.Name)
        {
            Description = one.Description,
            AppliedDirectives = one.AppliedDirectives,
            Features = one.Features,
            SyntaxNodes = one.SyntaxNodes,
            ResolveType = one.ResolveType,
            TypesFactory = () => one.Types.Where(_seen.Contains).Select(Map).Cast<ObjectType>(),
        },
        InputObjectType one => new InputObjectType(one.Name)
        {
            Description = one.Description,
            AppliedDirectives = one.AppliedDirectives,
            Features = one.Features,
            SyntaxNodes = one.SyntaxNodes,
            IsOneOf = one.IsOneOf,
            FieldsFactory = () => InputsOf(one.Fields.Values).Select(Copy),
        },
        _ => throw new ArgumentException($"{type.Name} cannot have changed.", nameof(type)),
    };

    private Field Copy(Field field) =>
        !_changed.Contains(field.Type.Named) && field.Arguments.All(argument => _seen.Contains(argument.Type.Named) && !_changed.Contains(argument.Type.Named))
            ? field
            : new Field(field.Name, Map(field.Type))
            {
                Description = field.Description,
                Arguments = [.. InputsOf(field.Arguments).Select(Copy)],
                DeprecationReason = field.DeprecationReason,
                Resolve = field.Resolve,
                Getter = field.Getter,
                Subscribe = field.Subscribe,
                AppliedDirectives = field.AppliedDirectives,
                Features = field.Features,
                SyntaxNode = field.SyntaxNode,
            };

    private InputValue Copy(InputValue value) => !_changed.Contains(value.Type.Named) ? value : new InputValue(value.Name, Map(value.Type))
    {
        Description = value.Description,
        DefaultValue = value.DefaultValue,
        DeprecationReason = value.DeprecationReason,
        AppliedDirectives = value.AppliedDirectives,
        Features = value.Features,
        SyntaxNode = value.SyntaxNode,
    };

    private NamedType Map(NamedType type) => _copies.GetValueOrDefault(type, type);

    private GraphQLType Map(GraphQLType type) => type switch
    {
        NonNullType nonNull => Map(nonNull.OfType).NonNull(),
        ListType list => Map(list.OfType).List(),
        _ => Map((NamedType)type),
    };
}
