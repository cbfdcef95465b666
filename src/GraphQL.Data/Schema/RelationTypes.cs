using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Schema;

/// <summary>
/// Makes the types of relations for one schema: object, connection, edge, filter and sort types, each once. A schema that
/// gains or loses a relation is made anew by a new instance.
/// </summary>
public sealed class RelationTypes
{
    internal const string WhereField = "where";
    internal const string DirectionField = "direction";

    private readonly Dictionary<string, (Relation Relation, ObjectType Type)> _objects = [];
    private readonly Dictionary<string, InputObjectType> _filters = [];
    private readonly Dictionary<string, InputObjectType> _sorts = [];
    private readonly OperationFilterInputs _operations = new();
    private readonly GroupTypes _groups;

    private readonly NodeTypes _nodes;

    /// <summary>Begins with no relation: types are made as connections ask for them.</summary>
    public RelationTypes()
    {
        _groups = new GroupTypes(_operations);
        _nodes = new NodeTypes(_objects);
    }

    /// <summary>The field <c>node</c> of the query type, for every relation of the schema.</summary>
    /// <param name="features">What other layers attach to it; the rules of the row's relation are asked besides.</param>
    public Field Node(FeatureSet features) => _nodes.Node(features);

    /// <summary>The field <c>nodes</c> of the query type.</summary>
    /// <param name="features">As of <see cref="Node"/>.</param>
    public Field Nodes(FeatureSet features) => _nodes.Nodes(features);

    /// <summary>A field of the query type that pages through a relation; its connection is named after the field.</summary>
    public Field Connection(string fieldName, Relation relation, string description, PagingOptions? paging = null)
    {
        paging ??= new PagingOptions();
        var name = char.ToUpperInvariant(fieldName[0]) + fieldName[1..];
        return new Field(fieldName, ConnectionType(name, relation))
        {
            Description = $"{description} Pages hold {paging.DefaultPageSize} rows unless asked otherwise, {paging.MaxPageSize} at most.",
            Arguments =
            [
                new("first", SpecifiedScalars.Int) { Description = "How many rows, from the start or after `after`." },
                new("after", SpecifiedScalars.String) { Description = "The cursor behind which the page begins." },
                new("last", SpecifiedScalars.Int) { Description = "How many rows, up to the end or before `before`." },
                new("before", SpecifiedScalars.String) { Description = "The cursor in front of which the page ends." },
                .. WhereAndOrder(relation),
            ],
            AppliedDirectives = [RelationCost.PageSize(paging), .. RelationCost.Connection],
            Features = relation.Features.With(new ConnectionFeature(relation, paging)),
            Resolve = ConnectionResolver.ResolveAsync,
        };
    }

    /// <summary>
    /// A field that gives one row, or null. The argument <c>id</c> is its global id, or its key where that is one column;
    /// with <paramref name="keyOf"/> the key comes from the parent value instead, as in the payload of a mutation.
    /// </summary>
    public Field ByKey(string fieldName, Relation relation, string description, Func<object, object?>? keyOf = null) => new(fieldName, ObjectType(relation))
    {
        Description = description,
        Arguments = keyOf is not null
            ? []
            : [IdArgument(relation)],
        AppliedDirectives = RelationCost.ByKey,
        Features = relation.Features.With(new ByKeyFeature(relation)),
        Resolve = context => ByKeyResolver.ResolveAsync(context, keyOf),
    };

    /// <summary>A field that gives one row by the columns of its key, an argument for each, or null.</summary>
    public Field ByColumns(string fieldName, Relation relation, string description) => new(fieldName, ObjectType(relation))
    {
        Description = description,
        Arguments = [.. relation.Key.Select(column => new InputValue(column.FieldName, column.Type.GraphQLType.NonNull()) { Description = column.Description })],
        AppliedDirectives = RelationCost.ByKey,
        Features = relation.Features.With(new ByKeyFeature(relation)),
        Resolve = ByKeyResolver.ResolveByColumnsAsync,
    };

    /// <summary>An argument that says which row: read it with <see cref="Nodes.GlobalId.KeyOf"/>.</summary>
    public static InputValue IdArgument(Relation relation) => new(NodeTypes.IdField, SpecifiedScalars.ID.NonNull())
    {
        Description = relation.Key is [var key]
            ? $"The row's `{NodeTypes.IdField}`, or its `{key.FieldName}`."
            : $"The row's `{NodeTypes.IdField}`.",
    };

    /// <summary>The object type of a relation.</summary>
    public ObjectType ObjectType(Relation relation)
    {
        if (_objects.TryGetValue(relation.TypeName, out var known))
        {
            return ReferenceEquals(known.Relation, relation)
                ? known.Type
                : throw new SchemaException($"Two relations are named \"{relation.TypeName}\".");
        }

        var type = new ObjectType(relation.TypeName)
        {
            Description = relation.Description,
            Features = relation.Features,
            FieldsFactory = () => [NodeTypes.Id(relation), .. relation.Columns.Select(ColumnField), .. relation.Links.Select(LinkField), .. Counted(relation).Select(CountField)],
            InterfacesFactory = () => [_nodes.Interface],
        };
        _objects.Add(relation.TypeName, (relation, type));
        return type;
    }

    internal static Field ColumnField(Column column)
    {
        GraphQLType type = column.Type.ElementType is null ? column.Type.GraphQLType
            : column.Type.HasNullElements ? column.Type.GraphQLType.List()
            : column.Type.GraphQLType.NonNull().List();
        return new(column.FieldName, column.IsNullable ? type : type.NonNull())
        {
            Description = column.Description,
            Features = FeatureSet.Of(new ColumnFeature(column)),
        };
    }

    private Field LinkField(RelationLink link)
    {
        var target = link.Target();
        var type = ObjectType(target);
        var features = target.Features.With(new LinkFeature(link));
        return link switch
        {
            ToMany many => new Field(many.FieldName, type.NonNull().List().NonNull())
            {
                Description = many.Description,
                Arguments =
                [
                    new("first", SpecifiedScalars.Int)
                    {
                        Description = $"How many rows: {many.DefaultPageSize} unless given, {many.MaxPageSize} at most.",
                    },
                    .. WhereAndOrder(target),
                ],
                AppliedDirectives = [RelationCost.ListLength(new PagingOptions(many.DefaultPageSize, many.MaxPageSize))],
                Features = features,
            },
            ToOne one => new Field(one.FieldName, one.IsNullable ? type : type.NonNull()) { Description = one.Description, Features = features },
            _ => throw new ArgumentOutOfRangeException(nameof(link)),
        };
    }

    // A field of the relation hides a count of the same name.
    private static IEnumerable<ToMany> Counted(Relation relation) => relation.Links.OfType<ToMany>().Where(link =>
        !relation.Columns.Any(column => column.FieldName == CountName(link)) && !relation.Links.Any(other => other.FieldName == CountName(link)));

    private static string CountName(ToMany link) => $"{link.FieldName}Count";

    private Field CountField(ToMany link) => new(CountName(link), SpecifiedScalars.Int.NonNull())
    {
        Description = $"How many rows `{link.FieldName}` has in all.",
        Arguments = [Where(link.Target())],
        AppliedDirectives = RelationCost.ListCount,
        Features = link.Target().Features.With(new CountFeature(link)),
    };

    private InputValue Where(Relation relation) =>
        new(WhereField, FilterInput(relation)) { Description = "Which rows.", AppliedDirectives = RelationCost.Argument };

    private IEnumerable<InputValue> WhereAndOrder(Relation relation) =>
    [
        Where(relation),
        new("order", SortInput(relation).NonNull().List())
        {
            Description = "In which order; the key comes last always.",
            AppliedDirectives = RelationCost.Argument,
        },
    ];

    private ObjectType ConnectionType(string name, Relation relation)
    {
        var row = ObjectType(relation);
        var edge = new ObjectType($"{name}Edge")
        {
            Description = $"A row of `{name}Connection` and its place.",
            FieldsFactory = () =>
            [
                PagingTypes.Part("cursor", SpecifiedScalars.String.NonNull(), ConnectionPart.Cursor, "The row's place, for `after` and `before` under the same order."),
                PagingTypes.Part("node", row.NonNull(), ConnectionPart.Node, "The row."),
            ],
        };
        return new ObjectType($"{name}Connection")
        {
            Description = $"A page of `{relation.TypeName}` rows.",
            FieldsFactory = () =>
            [
                PagingTypes.Part("pageInfo", PagingTypes.PageInfo.NonNull(), ConnectionPart.PageInfo, "Where the page lies."),
                PagingTypes.Part("edges", edge.NonNull().List(), ConnectionPart.Edges, "The rows with their cursors."),
                PagingTypes.Part("nodes", row.NonNull().List(), ConnectionPart.Nodes, "The rows."),
                PagingTypes.Part("totalCount", SpecifiedScalars.Int.NonNull(), ConnectionPart.TotalCount, "How many rows there are on all pages; counted only when asked for.", RelationCost.TotalCount),
                _groups.Groups(relation),
            ],
        };
    }

    private InputObjectType FilterInput(Relation relation)
    {
        var name = $"{relation.TypeName}FilterInput";
        if (_filters.TryGetValue(name, out var known))
        {
            return known;
        }

        InputObjectType input = null!;
        input = new InputObjectType(name)
        {
            Description = $"Which `{relation.TypeName}` rows: all fields given must hold.",
            Features = relation.Features,
            FieldsFactory = () =>
            [
                Filter("and", input.NonNull().List(), new(FilterOperation.And), "All of these hold."),
                Filter("or", input.NonNull().List(), new(FilterOperation.Or), "At least one of these holds."),
                Filter("not", input, new(FilterOperation.Not), "This does not hold."),
                .. relation.Columns
                    .Select(column => (column, operations: _operations.Find(column.Type)))
                    .Where(pair => pair.operations is not null)
                    .Select(pair => Filter(
                        pair.column.FieldName, pair.operations!, new(FilterOperation.Column, pair.column), pair.column.Description)),
                .. relation.Links.Select(LinkFilter),
            ],
        };
        _filters.Add(name, input);
        return input;
    }

    private InputValue LinkFilter(RelationLink link) => link is ToMany
        ? Filter(link.FieldName, ListFilterInput(link.Target()), new(FilterOperation.ToMany, Link: link), link.Description)
        : Filter(link.FieldName, FilterInput(link.Target()), new(FilterOperation.ToOne, Link: link), link.Description);

    private InputObjectType ListFilterInput(Relation relation)
    {
        var name = $"ListFilterInputTypeOf{relation.TypeName}FilterInput";
        if (_filters.TryGetValue(name, out var known))
        {
            return known;
        }

        var element = FilterInput(relation);
        var input = new InputObjectType(name)
        {
            Description = $"Which lists of `{relation.TypeName}` rows.",
            Features = relation.Features,
            FieldsFactory = () =>
            [
                Filter("all", element, new(FilterOperation.All), "Every row is like this; so is every row of an empty list."),
                Filter("none", element, new(FilterOperation.None), "No row is like this."),
                Filter("some", element, new(FilterOperation.Some), "At least one row is like this."),
                Filter("any", SpecifiedScalars.Boolean, new(FilterOperation.Any), "Whether there is any row."),
            ],
        };
        _filters.Add(name, input);
        return input;
    }

    private InputObjectType SortInput(Relation relation)
    {
        var name = $"{relation.TypeName}SortInput";
        if (_sorts.TryGetValue(name, out var known))
        {
            return known;
        }

        var input = new InputObjectType(name)
        {
            Description = $"An order of `{relation.TypeName}` rows: exactly one field in each object.",
            Features = relation.Features,
            FieldsFactory = () =>
            [
                .. relation.Columns.Where(column => column.Type.IsSortable).Select(column => new InputValue(column.FieldName, PagingTypes.SortDirection)
                {
                    Description = column.Description,
                    AppliedDirectives = RelationCost.Argument,
                    Features = FeatureSet.Of(new SortFeature(column, null)),
                }),
                .. relation.Links.OfType<ToOne>().Select(link => new InputValue(link.FieldName, SortInput(link.Target()))
                {
                    Description = link.Description,
                    Features = FeatureSet.Of(new SortFeature(null, link)),
                }),
                .. Counted(relation).Select(link => new InputValue(CountName(link), CountSortInput(link.Target()))
                {
                    Description = $"By how many rows `{link.FieldName}` has.",
                    AppliedDirectives = RelationCost.CountedOrder,
                    Features = FeatureSet.Of(new SortFeature(new Column(CountName(link), CountName(link), ColumnTypes.Int8, false, link.Description), null, link)),
                }),
            ],
        };
        _sorts.Add(name, input);
        return input;
    }

    private InputObjectType CountSortInput(Relation relation)
    {
        var name = $"{relation.TypeName}CountSortInput";
        if (!_sorts.TryGetValue(name, out var input))
        {
            _sorts.Add(name, input = new InputObjectType(name)
            {
                Description = $"An order by how many `{relation.TypeName}` rows there are.",
                Features = relation.Features,
                FieldsFactory = () =>
                [
                    new(DirectionField, PagingTypes.SortDirection.NonNull()) { Description = "The direction." },
                    new(WhereField, FilterInput(relation)) { Description = "Which rows are counted; all unless given.", AppliedDirectives = RelationCost.Argument },
                ],
            });
        }

        return input;
    }

    internal static InputValue Filter(string name, GraphQLType type, FilterFeature feature, string description) =>
        new(name, type) { Description = description, AppliedDirectives = RelationCost.Of(feature.Operation), Features = FeatureSet.Of(feature) };
}
