using System.Text;
using System.Text.Json;
using HealthGraph.Api.Access;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Tests.Access;

/// <summary>
/// Every way through a schema, as root selections: fields to a depth, each filter operation of each filter path, each order, each group,
/// each argument that has to be given. It knows the schema's conventions and none of its names, so what a feature adds is walked too.
/// </summary>
/// <param name="schema">What can be asked.</param>
/// <param name="samples">Values by the name of their column.</param>
/// <param name="role">Whose fields: a single field that the role may not use has the whole request refused.</param>
internal sealed class SchemaWalk(GraphQL.TypeSystem.Schema schema, IReadOnlyDictionary<string, List<JsonElement>> samples, Role role)
{
    private const int FieldDepth = 5;
    private const int Hops = 1;
    private const int SamplesPerColumn = 2;

    // Behind a link the same SQL is made of the same operations: one of each form is enough.
    private static readonly HashSet<string> Forms = ["eq", "neq", "gt", "contains"];

    private IEnumerable<Field> Roots => schema.QueryType!.Fields.Values.Where(MayUse);

    /// <summary>Every field of every type, lists nested in lists. Without samples, where they are taken from.</summary>
    public IEnumerable<string> Fields() => Roots.SelectMany(root => Calls(root, "first: 100"));

    /// <summary>Every operation of every filter, through links as well.</summary>
    public IEnumerable<string> Filters() =>
        from root in Roots
        where root.FindArgument("where") is not null
        from filter in Conditions((InputObjectType)root.FindArgument("where")!.Type.Named, Hops)
        select $"{root.Name}(where: {filter}, first: 100) {Rows(root)}";

    /// <summary>
    /// Filters as they are combined: through two links and each quantifier, one condition of each row that is reached; each of those negated, or
    /// joined with <c>and</c> and <c>or</c> to one on the row itself.
    /// </summary>
    public IEnumerable<string> CombinedFilters() =>
        from root in Roots
        where root.FindArgument("where") is not null
        let filter = (InputObjectType)root.FindArgument("where")!.Type.Named
        let near = Near(filter).FirstOrDefault()
        where near is not null
        from far in Far(filter, hops: 2).Index()
        from condition in new[] { far.Item, Combined(near, far.Item, far.Index) }
        select $"{root.Name}(where: {condition}, first: 100) {Page(root)}";

    // One way to combine for each, by turns: what is made of SQL is the same whatever the condition.
    private static string Combined(string near, string far, int turn) => (turn % 4) switch
    {
        0 => $"{{not: {far}}}",
        1 => $"{{and: [{near}, {far}]}}",
        2 => $"{{or: [{near}, {far}]}}",
        _ => $"{{or: [{far}, {{not: {{and: [{near}, {far}]}}}}]}}",
    };

    /// <summary>Lists and counts of rows below rows, under a filter and an order of their own, through links as well.</summary>
    public IEnumerable<string> ChildLists() =>
        from root in Roots
        where root.Type.Named is ObjectType connection && connection.Fields.ContainsKey("nodes")
        let row = (ObjectType)((ObjectType)root.Type.Named).Fields["nodes"].Type.Named
        from field in row.Fields.Values.Where(MayUse)
        where field.FindArgument("where") is not null
        let filter = (InputObjectType)field.FindArgument("where")!.Type.Named
        let orders = field.FindArgument("order") is { } order ? Keys((InputObjectType)order.Type.Named, Hops).Select(key => $"order: [{key}], first: 2") : []
        from arguments in Near(filter).Concat(Far(filter, hops: 1)).SelectMany(condition => new[] { $"where: {condition}", $"where: {{not: {condition}}}" }).Concat(orders)
        select $"{root.Name}(first: 100) {{ nodes {{ {field.Name}({arguments}) {Leaves(field.Type.Named)} }} }}";

    /// <summary>Groups of the rows that a filter through links leaves, and groups whose rows lead elsewhere.</summary>
    public IEnumerable<string> FilteredGroups() =>
        from root in Roots
        where root.FindArgument("where") is not null && root.Type.Named is ObjectType connection && connection.Fields.ContainsKey("groups")
        let groups = ((ObjectType)root.Type.Named).Fields["groups"]
        let keys = (EnumType)((InputObjectType)groups.FindArgument("by")!.Type.Named).Fields["field"].Type.Named
        from far in Far((InputObjectType)root.FindArgument("where")!.Type.Named, hops: 1)
        from condition in new[] { far, $"{{not: {far}}}" }
        from key in new[] { keys.Values[0].Name, keys.Values[^1].Name }
        select $"{root.Name}(where: {condition}) {{ totalCount groups(by: [{{field: {key}}}], having: {{count: {{gt: 1}}}}) {{ count }} }}";

    /// <summary>Rows by their global ids: own ones, and those that only others are told of, by themselves and among each other.</summary>
    public IEnumerable<string> Nodes()
    {
        var sampled = samples["id"].Where(id => MayRead(id.GetString()!)).ToList();
        var ids = sampled.Select(id => id.GetRawText()).ToList();
        return Spread(sampled, 40).Select(id => $"node(id: {id.GetRawText()}) {{ __typename id }}")
            .Concat(ids.Chunk(40).Select(chunk => $"nodes(ids: [{string.Join(", ", chunk)}]) {{ __typename id }}"));
    }

    /// <summary>Every group by every key, each condition on groups, and the first groups in each order.</summary>
    public IEnumerable<string> Groups() =>
        from root in Roots
        where root.Type.Named is ObjectType
        let groups = ((ObjectType)root.Type.Named).Fields.GetValueOrDefault("groups")
        where groups?.FindArgument("by") is not null
        let keys = (EnumType)((InputObjectType)groups.FindArgument("by")!.Type.Named).Fields["field"].Type.Named
        from arguments in keys.Values.Select(key => $"by: [{{field: {key.Name}}}]")
            .Concat(Conditions((InputObjectType)groups.FindArgument("having")!.Type.Named, Hops).Select(having => $"by: [{{field: {keys.Values[0].Name}}}], having: {having}"))
            .Concat(Keys((InputObjectType)groups.FindArgument("order")!.Type.Named, Hops)
                .Where(order => order.Contains(": ASC", StringComparison.Ordinal))
                .Select(order => $"by: [{{field: {keys.Values[^1].Name}}}], order: [{order}], first: 3"))
            .Append("first: 5")
        select $"{root.Name} {{ totalCount groups({arguments}) {Selection(groups.Type.Named, FieldDepth - 2)} }}";

    /// <summary>Every list whole, as a table has it: the columns of its rows and of those they lead to.</summary>
    public IEnumerable<string> Tables() =>
        from root in Roots
        where root.Type.Named is ObjectType connection && connection.Fields.ContainsKey("nodes")
        let row = (ObjectType)((ObjectType)root.Type.Named).Fields["nodes"].Type.Named
        let columns = row.Fields.Values.Where(field => MayUse(field) && field.Type.NullableType is not ListType && !field.Arguments.Any(argument => argument.IsRequired))
            .Select(field => field.Type.IsLeafType ? field.Name : $"{field.Name} {Selection(field.Type.Named, 1)}".Replace(" __typename", "", StringComparison.Ordinal))
        select $"{{ {root.Name} {{ nodes {{ {string.Join(' ', columns)} }} }} }}";

    /// <summary>Every order, as a first page that later ones can be asked for from.</summary>
    public IEnumerable<(string Before, string After)> Orders() =>
        from root in Roots
        where root.FindArgument("order") is not null && root.FindArgument("after") is not null
        from order in Keys((InputObjectType)root.FindArgument("order")!.Type.Named, Hops)
        select ($"{root.Name}(order: [{order}], first: 3", $") {Page(root)}");

    private IEnumerable<string> Calls(Field root, string paging)
    {
        var selection = Selection(root.Type.Named, FieldDepth);
        var page = root.FindArgument("first") is null ? "" : paging;
        var required = root.Arguments.Where(argument => argument.IsRequired).ToList();
        if (required.Count == 0)
        {
            yield return $"{root.Name}{(page.Length == 0 ? "" : $"({page})")} {selection}";
            yield break;
        }

        foreach (var values in Products(required.Select(argument => Values(argument.Name, argument.Type, 8).ToList()).ToList()))
        {
            yield return $"{root.Name}({string.Join(", ", required.Zip(values, (argument, value) => $"{argument.Name}: {value}"))}) {selection}";
        }
    }

    private string Selection(NamedType type, int depth)
    {
        if (type.IsLeafType)
        {
            return "";
        }

        var fields = type is FieldsType of
            ? of.Fields.Values
                .Where(MayUse)
                .Where(field => !field.Arguments.Any(argument => argument.IsRequired) && (field.Type.IsLeafType || depth > 1))
                .Select(field => $"{field.Name} {Selection(field.Type.Named, depth - 1)}")
            : ((UnionType)type).Types.Select(member => $"... on {member.Name} {Selection(member, depth)}");
        return $"{{ __typename {string.Join(' ', fields)} }}";
    }

    private static string Page(Field root) => $"{{ totalCount nodes {{ {Leaf(root)} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}";

    private static string Rows(Field root) => $"{{ nodes {{ {Leaf(root)} }} pageInfo {{ hasNextPage }} }}";

    private static string Leaf(Field root) =>
        ((ObjectType)((ObjectType)root.Type.Named).Fields["nodes"].Type.Named).Fields.Values.First(field => field.Type.IsLeafType).Name;

    private static string Leaves(NamedType type) => type is FieldsType row
        ? $"{{ {string.Join(' ', row.Fields.Values.Where(field => field.Type.IsLeafType && !field.Arguments.Any(argument => argument.IsRequired)).Take(3).Select(field => field.Name))} }}"
        : "";

    // A condition or two on the row itself: by value where there is one, and one that much of what is there fulfils.
    private IEnumerable<string> Near(InputObjectType filter) => filter.Fields.Values
        .Where(field => field.Name is not ("and" or "or" or "not") && field.Type.Named is InputObjectType input && !IsLink(input))
        .Select(field => (field.Name, Operations: (InputObjectType)field.Type.Named))
        .SelectMany(column => new[] { "gt", "contains", "eq" }
            .Select(operation => column.Operations.Fields.GetValueOrDefault(operation))
            .OfType<InputValue>()
            .Take(1)
            .SelectMany(operation => Values(column.Name, operation.Type, 1).Select(value => $"{{{column.Name}: {{{operation.Name}: {value}}}}}")))
        .Take(2);

    // Through exactly that many links or fewer, each quantifier of a list on the way.
    private IEnumerable<string> Far(InputObjectType filter, int hops) =>
        from link in filter.Fields.Values
        where hops > 0 && link.Name is not ("and" or "or" or "not") && link.Type.Named is InputObjectType input && IsLink(input)
        let input = (InputObjectType)link.Type.Named
        from way in IsList(input) ? new[] { "some", "all", "none" } : [""]
        let element = way.Length == 0 ? input : (InputObjectType)input.Fields[way].Type.Named
        from inner in Near(element).Take(1).Concat(Far(element, hops - 1))
        select way.Length == 0 ? $"{{{link.Name}: {inner}}}" : $"{{{link.Name}: {{{way}: {inner}}}}}";

    private IEnumerable<string> Conditions(InputObjectType filter, int hops)
    {
        foreach (var field in filter.Fields.Values.Where(field => field.Name is not ("and" or "or" or "not")))
        {
            if (field.Type.Named is not InputObjectType input)
            {
                // `any` of a list.
                foreach (var value in Values(field.Name, field.Type, SamplesPerColumn))
                {
                    yield return $"{{{field.Name}: {value}}}";
                }
            }
            else if (IsLink(input))
            {
                foreach (var inner in hops > 0 ? Conditions(input, hops - (IsList(input) ? 0 : 1)) : [])
                {
                    yield return $"{{{field.Name}: {inner}}}";
                }
            }
            else
            {
                foreach (var condition in Operations(field.Name, input, hops))
                {
                    yield return $"{{{field.Name}: {condition}}}";
                }
            }
        }
    }

    // Quantifiers over rows, and rows behind a link.
    private static bool IsList(InputObjectType input) => input.Fields.ContainsKey("some") && !input.Fields.ContainsKey("and");

    private static bool IsLink(InputObjectType input) => IsList(input)
        ? input.Fields["some"].Type.Named is InputObjectType element && IsRow(element)
        : IsRow(input);

    private static bool IsRow(InputObjectType input) => input.Fields.ContainsKey("not");

    private IEnumerable<string> Operations(string column, InputObjectType operations, int hops)
    {
        foreach (var operation in operations.Fields.Values.Where(operation => operation.Name is not ("and" or "or") && (hops == Hops || Forms.Contains(operation.Name))))
        {
            if (operation.Type.Named is InputObjectType inner)
            {
                foreach (var condition in Operations(column, inner, hops))
                {
                    yield return $"{{{operation.Name}: {condition}}}";
                }

                continue;
            }

            foreach (var value in Values(column, operation.Type, hops == Hops && Forms.Contains(operation.Name) ? SamplesPerColumn : 1))
            {
                yield return $"{{{operation.Name}: {value}}}";
            }
        }
    }

    // Of a type that the role may not use, every id is refused, whether there is such a row or not.
    private bool MayRead(string globalId) =>
        schema.FindType(Encoding.UTF8.GetString(Convert.FromBase64String(globalId)).Split(':')[0])?.Features.Get<AccessRule>()?.Roles.Contains(role) == true;

    private bool MayUse(Field field) =>
        (field.Features.Get<AccessRule>()?.Roles.Contains(role) ?? true) && (field.Type.Named.Features.Get<AccessRule>()?.Roles.Contains(role) ?? true);

    private static IEnumerable<string> Keys(InputObjectType sort, int hops) => sort.Fields.Values.SelectMany(field =>
        field.Type.Named is InputObjectType link
            ? hops > 0 ? Keys(link, hops - 1).Select(key => $"{{{field.Name}: {key}}}") : []
            : new[] { $"{{{field.Name}: ASC}}", $"{{{field.Name}: DESC}}" });

    private IEnumerable<string> Values(string column, GraphQLType type, int count)
    {
        var literals = type.Named switch
        {
            ScalarType { Name: "Boolean" } => ["true", "false"],
            EnumType named => named.Values.Select(value => value.Name).Take(count),
            _ => Spread(samples.GetValueOrDefault(column) ?? Fallback(type.Named), count).Select(sample => sample.GetRawText()),
        };
        return literals.Select(literal => type.NullableType is ListType ? $"[{literal}]" : literal);
    }

    // Counts and aggregates have no column of their own.
    private static List<JsonElement> Fallback(NamedType type) => type.Name switch
    {
        "Int" or "Long" or "Short" or "Float" or "Decimal" => [JsonSerializer.SerializeToElement(1), JsonSerializer.SerializeToElement(2)],
        _ => [],
    };

    private static IEnumerable<JsonElement> Spread(List<JsonElement> all, int count) =>
        all.Count <= count ? all : Enumerable.Range(0, count).Select(i => all[(i + 1) * all.Count / (count + 1)]);

    private static List<List<string>> Products(List<List<string>> values) => values.Aggregate(
        new List<List<string>> { new() },
        (products, next) => [.. products.SelectMany(product => next.Select(value => product.Append(value).ToList()))]);
}
