using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>Finds what is wrong with a schema as a whole, in graphql-js's words (<c>validateSchema</c>).</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Type-System</remarks>
public static class SchemaValidator
{
    /// <summary>All that is wrong; empty for a schema that may be used.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema)
    {
        var report = new SchemaReport();
        ValidateRoots(schema, report);
        foreach (var directive in schema.Directives.Values)
        {
            ValidateDirective(directive, report);
        }

        var types = new TypeValidation(schema, report);
        var defaults = new DefaultValueCycles(report);
        foreach (var type in schema.Types.Values)
        {
            types.Validate(type);
            if (type is InputObjectType input)
            {
                defaults.Detect(input);
            }
        }

        DirectiveCycles.Validate(schema, report);
        FiniteInputs.Validate(schema.Types.Values.OfType<InputObjectType>(), report);
        return report.Errors;
    }

    /// <exception cref="SchemaException">Something is wrong; its message tells everything.</exception>
    public static void ThrowIfInvalid(Schema schema)
    {
        var errors = Validate(schema);
        if (errors.Count > 0)
        {
            throw new SchemaException(errors);
        }
    }

    private static void ValidateRoots(Schema schema, SchemaReport report)
    {
        if (schema.QueryType is null)
        {
            report.Add("Query root type must be provided.", schema.SyntaxNodes.FirstOrDefault(node => !node.IsExtension));
        }

        var shared = Enum.GetValues<OperationType>()
            .Where(operation => schema.RootType(operation) is not null)
            .GroupBy(operation => schema.RootType(operation)!)
            .Where(operations => operations.Skip(1).Any());
        foreach (var operations in shared)
        {
            var names = operations.Select(operation => operation.ToString().ToLowerInvariant()).ToList();
            var list = names.Count == 2 ? $"{names[0]} and {names[1]}" : $"{string.Join(", ", names[..^1])}, and {names[^1]}";
            report.Add(
                $"All root types must be different, \"{operations.Key}\" type is used as {list} root types.",
                [.. operations.Select(operation => NodeOf(schema, operation))]);
        }
    }

    private static NamedTypeNode? NodeOf(Schema schema, OperationType operation) => schema.SyntaxNodes
        .SelectMany(node => node.OperationTypes).FirstOrDefault(node => node.Operation == operation)?.Type;

    private static void ValidateDirective(Directive directive, SchemaReport report)
    {
        report.CheckName(directive.Name, directive.SyntaxNode);
        if (directive.Locations.Count == 0)
        {
            report.Add($"Directive @{directive.Name} must include 1 or more locations.", directive.SyntaxNode);
        }

        foreach (var argument in directive.Arguments)
        {
            InputValidation.ValidateArgument(argument, $"@{directive.Name}({argument.Name}:)", argument.SyntaxNode, report);
        }
    }
}
