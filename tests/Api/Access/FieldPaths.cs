using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.Api.Tests.Access;

/// <summary>A shortest operation that selects one field, and the roles that the directives on its way let through.</summary>
internal sealed record FieldPath(string Query, IReadOnlyList<IReadOnlyList<string>> Rules)
{
    public bool Allows(Role role) => Rules.All(roles => roles.Contains(role.ToName()));
}

/// <summary>The way to each field of a schema, from its text alone.</summary>
internal sealed class FieldPaths(DocumentNode sdl)
{
    private static readonly Dictionary<string, string> Literals = new()
    {
        ["Int"] = "1",
        ["Long"] = "1",
        ["String"] = "\"x\"",
        ["ID"] = "\"x\"",
        ["UUID"] = "\"0198d2a0-0000-7000-8000-000000000001\"",
    };

    private readonly Dictionary<string, TypeDefinitionNode> _types = sdl.Definitions.OfType<TypeDefinitionNode>().ToDictionary(type => type.Name.Value);

    /// <summary>The roles that <c>@authorize</c> names, all when it names none; null when it is not there.</summary>
    public static IReadOnlyList<string>? RolesIn(IReadOnlyList<DirectiveNode> directives) =>
        directives.FirstOrDefault(directive => directive.Name.Value == "authorize") is not { } authorize ? null
            : authorize.Arguments.FirstOrDefault(argument => argument.Name.Value == "roles")?.Value is ListValueNode list
                ? [.. list.Values.Cast<StringValueNode>().Select(role => role.Value)]
                : [.. RoleNames.Grantable.Select(role => role.ToName())];

    public IEnumerable<FieldPath> All()
    {
        HashSet<string> seen = [];
        Queue<(string Type, string Before, string After, IReadOnlyList<IReadOnlyList<string>> Rules)> waiting = new();
        waiting.Enqueue(("Query", "query { ", " }", []));
        waiting.Enqueue(("Mutation", "mutation { ", " }", []));
        waiting.Enqueue(("Subscription", "subscription { ", " }", []));
        while (waiting.TryDequeue(out var place))
        {
            if (!seen.Add(place.Type))
            {
                continue;
            }

            switch (_types[place.Type])
            {
                case ObjectTypeDefinitionNode type:
                    foreach (var field in type.Fields)
                    {
                        yield return Visit(field, place, waiting);
                    }

                    break;
                case InterfaceTypeDefinitionNode type:
                    foreach (var field in type.Fields)
                    {
                        yield return Visit(field, place, waiting);
                    }

                    foreach (var member in _types.Values.OfType<ObjectTypeDefinitionNode>().Where(one => one.Interfaces.Any(name => name.Name.Value == place.Type)))
                    {
                        // Of its own, beside being reached by links: a fragment on a type reads its rows too.
                        yield return new FieldPath(
                            $"{place.Before}... on {member.Name.Value} {{ __typename }}{place.After}", [.. place.Rules, .. RuleOf(member)]);
                    }

                    break;
                case UnionTypeDefinitionNode type:
                    foreach (var member in type.Types.Select(name => _types[name.Name.Value]))
                    {
                        waiting.Enqueue((member.Name.Value, $"{place.Before}... on {member.Name.Value} {{ ", $" }}{place.After}", [.. place.Rules, .. RuleOf(member)]));
                    }

                    break;
            }
        }
    }

    private FieldPath Visit(
        FieldDefinitionNode field,
        (string Type, string Before, string After, IReadOnlyList<IReadOnlyList<string>> Rules) place,
        Queue<(string Type, string Before, string After, IReadOnlyList<IReadOnlyList<string>> Rules)> waiting)
    {
        var named = NameOf(field.Type);
        var target = _types.GetValueOrDefault(named);
        IReadOnlyList<IReadOnlyList<string>> rules =
        [
            .. place.Rules,
            .. RolesIn(field.Directives) is { } roles ? [roles] : Array.Empty<IReadOnlyList<string>>(),
            .. target is null ? [] : RuleOf(target),
        ];
        var required = field.Arguments.Where(argument => argument.Type is NonNullTypeNode && argument.DefaultValue is null).ToList();
        var call = $"{field.Name.Value}{(required.Count == 0 ? "" : $"({string.Join(", ", required.Select(Argument))})")}";
        if (target is null or EnumTypeDefinitionNode or ScalarTypeDefinitionNode)
        {
            return new FieldPath($"{place.Before}{call}{place.After}", rules);
        }

        waiting.Enqueue((named, $"{place.Before}{call} {{ ", $" }}{place.After}", rules));
        return new FieldPath($"{place.Before}{call} {{ __typename }}{place.After}", rules);
    }

    private static IEnumerable<IReadOnlyList<string>> RuleOf(TypeDefinitionNode type) => RolesIn(type.Directives) is { } roles ? [roles] : [];

    private string Argument(InputValueDefinitionNode argument) => $"{argument.Name.Value}: {Literal(argument.Type)}";

    private string Literal(TypeNode type) => type switch
    {
        NonNullTypeNode required => Literal(required.Type),
        ListTypeNode list => $"[{Literal(list.Type)}]",
        _ => _types.GetValueOrDefault(NameOf(type)) switch
        {
            EnumTypeDefinitionNode names => names.Values[0].Name.Value,
            InputObjectTypeDefinitionNode input =>
                $"{{{string.Join(", ", input.Fields.Where(field => field.Type is NonNullTypeNode && field.DefaultValue is null).Select(Argument))}}}",
            _ => Literals.GetValueOrDefault(NameOf(type)) ?? throw new InvalidOperationException($"There is no literal of {NameOf(type)} yet: add one."),
        },
    };

    private static string NameOf(TypeNode type) => type switch
    {
        NonNullTypeNode required => NameOf(required.Type),
        ListTypeNode list => NameOf(list.Type),
        _ => ((NamedTypeNode)type).Name.Value,
    };
}
