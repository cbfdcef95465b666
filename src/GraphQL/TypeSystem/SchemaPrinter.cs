using System.Text;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>Writes a schema as SDL, byte for byte as graphql-js's <c>printSchema</c> does, without what every schema has.</summary>
public sealed class SchemaPrinter
{
    private readonly SchemaPrinterOptions _options;

    private SchemaPrinter(SchemaPrinterOptions options) => _options = options;

    /// <summary>The schema as a document, without what is built in.</summary>
    public static string Print(Schema schema, SchemaPrinterOptions? options = null)
    {
        var printer = new SchemaPrinter(options ?? SchemaPrinterOptions.Default);
        return string.Join("\n\n", printer.Definitions(schema));
    }

    /// <summary>One type as SDL.</summary>
    public static string PrintType(NamedType type, SchemaPrinterOptions? options = null) =>
        new SchemaPrinter(options ?? SchemaPrinterOptions.Default).Type(type);

    private IEnumerable<string> Definitions(Schema schema)
    {
        if (NeedsDefinition(schema))
        {
            yield return Root(schema);
        }

        var specified = SpecifiedDirectives.All.Select(directive => directive.Name).ToHashSet();
        foreach (var directive in InOrder(schema.Directives.Values, directive => directive.Name))
        {
            if (!specified.Contains(directive.Name))
            {
                yield return DirectiveDefinition(directive);
            }
        }

        foreach (var type in InOrder(schema.Types.Values, type => type.Name))
        {
            if (!Sdl.StandardTypes.ByName.ContainsKey(type.Name))
            {
                yield return Type(type);
            }
        }
    }

    private bool NeedsDefinition(Schema schema)
    {
        if (schema.QueryType is null && schema.MutationType is null && schema.SubscriptionType is null)
        {
            return false;
        }

        var byName = ReferenceEquals(schema.QueryType, schema.FindType("Query"))
            && ReferenceEquals(schema.MutationType, schema.FindType("Mutation"))
            && ReferenceEquals(schema.SubscriptionType, schema.FindType("Subscription"));
        return schema.Description is not null || !byName || Applied(schema.AppliedDirectives).Length > 0;
    }

    private string Root(Schema schema)
    {
        var text = new StringBuilder($"{Description(schema.Description)}schema{Applied(schema.AppliedDirectives)} {{\n");
        Add("query", schema.QueryType);
        Add("mutation", schema.MutationType);
        Add("subscription", schema.SubscriptionType);
        return text.Append('}').ToString();

        void Add(string operation, ObjectType? type) => text.Append(type is null ? "" : $"  {operation}: {type.Name}\n");
    }

    private string Type(NamedType type) => Description(type.Description) + type switch
    {
        ScalarType scalar => $"scalar {scalar.Name}{SpecifiedBy(scalar.SpecifiedByUrl)}{Applied(type)}",
        FieldsType fields =>
            $"{(fields is ObjectType ? "type" : "interface")} {type.Name}{Implements(fields)}{Applied(type)}" +
            Block(InOrder(fields.Fields.Values, field => field.Name).Select((field, index) => FieldDefinition(type, field, index))),
        UnionType union => $"union {type.Name}{Applied(type)}{Members(union)}",
        EnumType names =>
            $"enum {type.Name}{Applied(type)}" +
            Block(InOrder(names.Values, value => value.Name).Select(EnumValueDefinition)),
        InputObjectType input =>
            $"input {type.Name}{(input.IsOneOf ? " @oneOf" : "")}{Applied(type)}" +
            Block(InOrder(input.Fields.Values, field => field.Name).Select(InputFieldDefinition)),
        _ => throw new ArgumentException($"{type.Name} is of no kind that SDL has.", nameof(type)),
    };

    private string Implements(FieldsType type) => type.Interfaces.Count == 0
        ? ""
        : $" implements {string.Join(" & ", InOrder(type.Interfaces, one => one.Name))}";

    private string Members(UnionType union) =>
        union.Types.Count == 0 ? "" : $" = {string.Join(" | ", InOrder(union.Types, type => type.Name))}";

    private string FieldDefinition(NamedType type, Field field, int index) =>
        $"{Description(field.Description, "  ", index == 0)}  {field.Name}{Arguments(field.Arguments, "  ")}: {field.Type}" +
        Deprecated(field.DeprecationReason) + Applied([.. field.AppliedDirectives, .. _options.FurtherDirectives(type, field)]);

    private string EnumValueDefinition(EnumValue value, int index) =>
        $"{Description(value.Description, "  ", index == 0)}  {value.Name}" +
        Deprecated(value.DeprecationReason) + Applied(value.AppliedDirectives);

    private string InputFieldDefinition(InputValue field, int index) =>
        $"{Description(field.Description, "  ", index == 0)}  {Input(field)}";

    private string DirectiveDefinition(Directive directive)
    {
        var names = directive.Locations.Select(DirectiveLocations.NameOf);
        return $"{Description(directive.Description)}directive @{directive.Name}{Arguments(directive.Arguments, "")}" +
            Deprecated(directive.DeprecationReason) + Applied(directive.AppliedDirectives) +
            $"{(directive.IsRepeatable ? " repeatable" : "")} on {string.Join(" | ", InOrder(names, name => name))}";
    }

    private string Arguments(IReadOnlyList<InputValue> arguments, string indent)
    {
        if (arguments.Count == 0)
        {
            return "";
        }

        var ordered = InOrder(arguments, argument => argument.Name);
        if (arguments.All(argument => argument.Description is null))
        {
            return $"({string.Join(", ", ordered.Select(Input))})";
        }

        var lines = ordered.Select((argument, index) =>
            $"{Description(argument.Description, $"  {indent}", index == 0)}  {indent}{Input(argument)}");
        return $"(\n{string.Join("\n", lines)}\n{indent})";
    }

    private string Input(InputValue input) =>
        $"{input.Name}: {input.Type}{(input.DefaultValue is { } value ? $" = {Printer.Print(value)}" : "")}" +
        Deprecated(input.DeprecationReason) + Applied(input.AppliedDirectives);

    private string Applied(NamedType type) => Applied([.. type.AppliedDirectives, .. _options.FurtherDirectives(type, null)]);

    private string Applied(IReadOnlyList<DirectiveNode> directives) => _options.IncludeAppliedDirectives
        ? string.Concat(directives.Select(directive => $" {Printer.Print(directive)}"))
        : "";

    private IEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, string> nameOf) => _options.Sorted
        ? items.OrderBy(nameOf, Comparer<string>.Create(Suggestions.NaturalCompare))
        : items;

    private static string Block(IEnumerable<string> lines)
    {
        var text = string.Join("\n", lines);
        return text.Length == 0 ? "" : $" {{\n{text}\n}}";
    }

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        SpecifiedDirectives.DefaultDeprecationReason => " @deprecated",
        _ => $" @deprecated(reason: {StringLiteral.Print(reason)})",
    };

    private static string SpecifiedBy(string? url) => url is null ? "" : $" @specifiedBy(url: {StringLiteral.Print(url)})";

    // A description inside a block stands apart from what is above it, unless it is the first.
    private static string Description(string? description, string indent = "", bool first = true)
    {
        if (description is null)
        {
            return "";
        }

        var text = BlockString.CanPrint(description) ? BlockString.Print(description) : StringLiteral.Print(description);
        var apart = indent.Length > 0 && !first ? "\n" : "";
        return $"{apart}{indent}{text.Replace("\n", $"\n{indent}", StringComparison.Ordinal)}\n";
    }
}
