using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>What holds for each type of a schema.</summary>
/// <remarks>The sections "Type Validation" of https://spec.graphql.org/September2025/#sec-Types</remarks>
internal sealed class TypeValidation(Schema schema, SchemaReport report)
{
    private readonly InterfaceValidation _interfaces = new(schema, report);

    public void Validate(NamedType type)
    {
        if (!Sdl.StandardTypes.ByName.TryGetValue(type.Name, out var standard) || standard is ScalarType)
        {
            report.CheckName(type.Name, type.SyntaxNodes is [var definition, ..] ? definition : null);
        }

        switch (type)
        {
            case ScalarType when standard is not null && !ReferenceEquals(type, standard):
                report.Add($"Type {type} is built in and cannot be defined as something else.", type.SyntaxNodes);
                break;
            case FieldsType fields:
                ValidateFields(fields);
                _interfaces.Validate(fields);
                break;
            case UnionType union:
                ValidateMembers(union);
                break;
            case EnumType names:
                ValidateValues(names);
                break;
            case InputObjectType input:
                ValidateInputFields(input);
                break;
        }
    }

    private void ValidateFields(FieldsType type)
    {
        if (type.Fields.Count == 0)
        {
            report.Add($"Type {type} must define one or more fields.", type.SyntaxNodes);
        }

        foreach (var field in type.Fields.Values)
        {
            var coordinate = $"{type.Name}.{field.Name}";
            report.CheckName(field.Name, field.SyntaxNode);
            if (!field.Type.IsOutputType)
            {
                report.Add($"The type of {coordinate} must be Output Type but got: {field.Type}.", field.SyntaxNode?.Type);
            }

            foreach (var argument in field.Arguments)
            {
                InputValidation.ValidateArgument(
                    argument, $"{coordinate}({argument.Name}:)", argument.SyntaxNode?.Type, report);
            }
        }
    }

    private void ValidateMembers(UnionType union)
    {
        if (union.Types.Count == 0)
        {
            report.Add($"Union type {union} must define one or more member types.", union.SyntaxNodes);
        }

        HashSet<string> seen = [];
        foreach (var member in union.Types.Where(member => !seen.Add(member.Name)))
        {
            report.Add(
                $"Union type {union} can only include type {member} once.",
                union.SyntaxNodes.OfType<UnionTypeDefinitionNode>().SelectMany(node => node.Types)
                    .Where(node => node.Name.Value == member.Name));
        }
    }

    private void ValidateValues(EnumType type)
    {
        if (type.Values.Count == 0)
        {
            report.Add($"Enum type {type} must define one or more values.", type.SyntaxNodes);
        }

        foreach (var value in type.Values)
        {
            report.CheckName(value.Name, value.SyntaxNode);
        }
    }

    private void ValidateInputFields(InputObjectType type)
    {
        if (type.Fields.Count == 0)
        {
            report.Add($"Input Object type {type} must define one or more fields.", type.SyntaxNodes);
        }

        foreach (var field in type.Fields.Values)
        {
            InputValidation.ValidateField(type, field, report);
        }
    }
}
