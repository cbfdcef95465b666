using System.Text;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>Makes the types of the groups of relations, each once: the group with its parts, and what selects and orders groups.</summary>
/// <remarks>docs/graphql.md, Groups.</remarks>
internal sealed class GroupTypes(OperationFilterInputs operations)
{
    /// <summary>Groups given when <c>first</c> is left out; more of them is an error then.</summary>
    public const int DefaultSize = 1_000;

    public const int MaxSize = 10_000;

    // The largest of a field is of the type that the smallest is of: the two share theirs.
    private static readonly (string Name, AggregateFunction Function, string TypeName, string Description)[] Parts =
    [
        ("countDistinct", AggregateFunction.CountDistinct, "CountDistinct", "How many different values a field has in the group; what has no value is not counted."),
        ("sum", AggregateFunction.Sum, "Sum", "The sum of a field over the group, exact for decimals; null when no row has a value."),
        ("avg", AggregateFunction.Avg, "Avg", "The mean of a field over the rows that have a value; null when none has."),
        ("min", AggregateFunction.Min, "Extreme", "The smallest value of a field in the group; null when no row has one."),
        ("max", AggregateFunction.Max, "Extreme", "The largest value of a field in the group; null when no row has one."),
    ];

    private static readonly EnumType Bucket = new(
        "GroupBucket",
        [
            new("HOUR", GroupBucket.Hour) { Description = "An hour of an instant." },
            new("DAY", GroupBucket.Day) { Description = "A day." },
            new("WEEK", GroupBucket.Week) { Description = "A week from Monday on, as ISO 8601 has it." },
            new("MONTH", GroupBucket.Month) { Description = "A calendar month." },
            new("QUARTER", GroupBucket.Quarter) { Description = "A calendar quarter." },
            new("YEAR", GroupBucket.Year) { Description = "A calendar year." },
        ])
    {
        Description = "The stretch of time whose days or instants make one group; the group's key is its begin.",
    };

    private readonly Dictionary<string, Field> _fields = [];

    /// <summary>The field of a connection that groups its rows.</summary>
    public Field Groups(Relation relation)
    {
        if (!_fields.TryGetValue(relation.TypeName, out var field))
        {
            _fields.Add(relation.TypeName, field = new Types(operations, new GroupDefinition(relation)).Field());
        }

        return field;
    }

    private sealed class Types(OperationFilterInputs operations, GroupDefinition definition)
    {
        private readonly string _name = $"{definition.Relation.TypeName}Group";
        private readonly Dictionary<string, NamedType> _shared = [];

        public Field Field() => new("groups", Group().NonNull().List().NonNull())
        {
            Description = $"The rows that `where` keeps, on all pages, in groups: without `by` one group of all. At most {MaxSize} groups; " +
                $"more than {DefaultSize} only when `first` asks for them.",
            Arguments =
            [
                new("by", By().NonNull().List()) { Description = "What rows of one group have in common." },
                new("having", Having()) { Description = "Which groups.", AppliedDirectives = RelationCost.Argument },
                new("order", Sort().NonNull().List())
                {
                    Description = "In which order; the keys of `by` come last always.",
                    AppliedDirectives = RelationCost.Argument,
                },
                new("first", SpecifiedScalars.Int) { Description = $"How many groups, {MaxSize} at most." },
            ],
            AppliedDirectives = [RelationCost.ListLength(new PagingOptions(DefaultSize, MaxSize)), .. RelationCost.Groups],
            Features = FeatureSet.Of(new ConnectionPartFeature(ConnectionPart.Groups)).With(new GroupsFeature(definition)),
        };

        private ObjectType Group() => new(_name)
        {
            Description = $"`{definition.Relation.TypeName}` rows that have their keys in common.",
            FieldsFactory = () =>
            [
                Part("key", null, "Key", definition.Keys.Select(key => key.Output), "What the rows have in common; a key that is not in `by` is null."),
                ColumnField(definition.Count.Output),
                .. Parts.Where(part => definition.Of(part.Function).Any()).Select(part => Part(
                    part.Name, part.Function, part.TypeName, Outputs(part.Function), part.Description)),
            ],
        };

        private Field Part(string name, AggregateFunction? function, string typeName, IEnumerable<Column> columns, string description)
        {
            var type = Shared($"{_name}{typeName}", fullName => new ObjectType(fullName)
            {
                Description = $"`{definition.Relation.TypeName}` rows of a group: the fields of {PartsOf(typeName)}.",
                FieldsFactory = () => columns.Select(ColumnField),
            });
            return new Field(name, type.NonNull())
            {
                Description = description,
                AppliedDirectives = RelationCost.Part,
                Features = FeatureSet.Of(new PartFeature(name, definition, function)),
            };
        }

        private T Shared<T>(string typeName, Func<string, T> make)
            where T : NamedType
        {
            if (!_shared.TryGetValue(typeName, out var type))
            {
                _shared.Add(typeName, type = make(typeName));
            }

            return (T)type;
        }

        private IEnumerable<Column> Outputs(AggregateFunction function) => definition.Of(function).Select(aggregate => aggregate.Output);

        private static string PartsOf(string typeName) =>
            string.Join(" and ", Parts.Where(part => part.TypeName == typeName).Select(part => $"`{part.Name}`").DefaultIfEmpty("`key`"));

        private static Field ColumnField(Column column) => RelationTypes.ColumnField(column);

        private InputObjectType By() => new($"{_name}ByInput")
        {
            Description = $"A field by which `{definition.Relation.TypeName}` rows are grouped.",
            FieldsFactory = () =>
            [
                new("field", Fields().NonNull()) { Description = "The field." },
                new("bucket", Bucket) { Description = "For dates and instants: how long a stretch makes one group. Without it, equal values do." },
                new("timeZone", SpecifiedScalars.String)
                {
                    Description = "For instants: the time zone in which buckets begin, by its IANA name such as `America/Los_Angeles`. UTC unless given.",
                },
            ],
        };

        private EnumType Fields()
        {
            var fields = new EnumType(
                $"{_name}Field", definition.Keys.Select(key => new EnumValue(Constant(key.Output.FieldName), key) { Description = key.Output.Description }))
            {
                Description = $"What `{definition.Relation.TypeName}` rows can be grouped by.",
            };
            return fields.Values.CountBy(value => value.Name).FirstOrDefault(name => name.Value > 1).Key is { } twice
                ? throw new SchemaException($"Two fields of \"{definition.Relation.TypeName}\" would be `{twice}` in `groups`: their names must differ in more than case.")
                : fields;
        }

        private InputObjectType Having()
        {
            InputObjectType input = null!;
            input = new InputObjectType($"{_name}HavingInput")
            {
                Description = "Which groups: all fields given must hold. What a row must be like is said in `where`.",
                FieldsFactory = () =>
                [
                    RelationTypes.Filter("and", input.NonNull().List(), new(FilterOperation.And), "All of these hold."),
                    RelationTypes.Filter("or", input.NonNull().List(), new(FilterOperation.Or), "At least one of these holds."),
                    RelationTypes.Filter("not", input, new(FilterOperation.Not), "This does not hold."),
                    Condition(definition.Count.Output),
                    .. Parts.Where(part => definition.Of(part.Function).Any()).Select(part => new InputValue(part.Name, HavingPart(part.TypeName, part.Function))
                    {
                        Description = part.Description,
                        AppliedDirectives = RelationCost.Of(FilterOperation.Part),
                        Features = FeatureSet.Of(new FilterFeature(FilterOperation.Part), new PartFeature(part.Name, definition, part.Function)),
                    }),
                ],
            };
            return input;
        }

        private InputObjectType HavingPart(string typeName, AggregateFunction function) => Shared($"{_name}{typeName}HavingInput", fullName => new InputObjectType(fullName)
        {
            Description = $"Conditions on {PartsOf(typeName)} of a group.",
            FieldsFactory = () => Outputs(function).Select(Condition),
        });

        private InputValue Condition(Column column) => RelationTypes.Filter(
            column.FieldName, operations.Find(column.Type)!, new(FilterOperation.Column, column), column.Description);

        private InputObjectType Sort() => new($"{_name}SortInput")
        {
            Description = "An order of groups: exactly one field in each object.",
            FieldsFactory = () =>
            [
                SortPart("key", null, "By a key that is in `by`."),
                Direction(definition.Count.Output),
                .. Parts.Where(part => definition.Of(part.Function).Any()).Select(part => SortPart(part.Name, part.Function, part.Description)),
            ],
        };

        // One type for all parts: a direction is all that a field of it takes. What a part does not have is refused when the order is read.
        private InputValue SortPart(string name, AggregateFunction? function, string description) => new(
            name,
            Shared($"{_name}FieldSortInput", fullName => new InputObjectType(fullName)
            {
                Description = "The field of a part by which groups are ordered: exactly one, and one that the part has.",
                FieldsFactory = () => definition.Named.Select(Direction),
            }))
        {
            Description = description,
            Features = FeatureSet.Of(new SortFeature(null, null), new PartFeature(name, definition, function)),
        };

        private static InputValue Direction(Column column) => new(column.FieldName, PagingTypes.SortDirection)
        {
            Description = column.Description,
            AppliedDirectives = RelationCost.Argument,
            Features = FeatureSet.Of(new SortFeature(column, null)),
        };

        // createdAt → CREATED_AT
        private static string Constant(string fieldName)
        {
            var text = new StringBuilder();
            foreach (var character in fieldName)
            {
                if (char.IsUpper(character) && text.Length > 0 && text[^1] != '_')
                {
                    text.Append('_');
                }

                text.Append(char.ToUpperInvariant(character));
            }

            return text.ToString();
        }
    }
}
