using HealthGraph.Api.Access;
using HealthGraph.Api.CommandLine;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Composition;

public sealed class SchemaTests(ApiServer api) : IClassFixture<ApiServer>
{
    private GraphQL.TypeSystem.Schema Schema => api.Services.GetRequiredService<SchemaProvider>().Current.Schema;

    [Fact]
    public void The_schema_is_what_schema_graphql_says()
    {
        var committed = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "schema.graphql"));

        // After a change that is meant: ./healthgraph schema print > schema.graphql
        Assert.Equal(committed, SchemaCommand.Print());
    }

    [Fact]
    public void The_schema_is_valid() => Assert.Empty(SchemaValidator.Validate(Schema));

    [Fact]
    public void Everything_in_the_schema_has_a_description()
    {
        var missing = Schema.Types.Values
            .Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(Described)
            .Concat(Schema.Directives.Values.Select(directive => ($"@{directive.Name}", directive.Description)))
            .Concat(Schema.Directives.Values.SelectMany(directive => directive.Arguments.Select(argument => ($"@{directive.Name}({argument.Name})", argument.Description))))
            .Where(entry => string.IsNullOrWhiteSpace(entry.Item2))
            .Select(entry => entry.Item1);

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_root_field_says_who_may_use_it()
    {
        var silent = Roots().SelectMany(root => root.Fields.Values).Where(field => !field.Features.TryGet<AccessRule>(out _));

        Assert.Empty(silent.Select(field => field.Name));
    }

    [Fact]
    public void Every_field_that_leads_to_rows_says_who_may_read_them()
    {
        var silent = Schema.Types.Values.OfType<ObjectType>()
            .SelectMany(type => type.Fields.Values.Select(field => (Coordinate: $"{type.Name}.{field.Name}", Field: field)))
            .Where(entry => entry.Field.Features.Get<ConnectionFeature>() is not null || entry.Field.Features.Get<ByKeyFeature>() is not null)
            .Where(entry => entry.Field.Features.Get<AccessRule>() is null);

        Assert.Empty(silent.Select(entry => entry.Coordinate));
    }

    [Fact]
    public async Task An_operator_is_refused_every_root_field_but_runs_settings_and_what_exports_counted()
    {
        List<string> open = [];
        var key = await api.CreateKeyAsync(Role.Operator);
        foreach (var field in Schema.QueryType!.Fields.Values)
        {
            var response = await api.QueryAsync(MinimalQuery(field), key: key);
            if (response.Text.Contains("AUTH_NOT_AUTHORIZED", StringComparison.Ordinal))
            {
                continue;
            }

            open.Add(field.Name);
        }

        Assert.Equal(["mipsCompleteness", "mipsMeasureCodes", "mipsRegistrations", "node", "nodes", "run", "runs", "settings"], open.Order());
    }

    private IEnumerable<ObjectType> Roots() => new[] { Schema.QueryType, Schema.MutationType, Schema.SubscriptionType }.OfType<ObjectType>();

    private static string MinimalQuery(Field field)
    {
        var arguments = field.Arguments.Where(argument => argument.IsRequired).Select(argument => $"{argument.Name}: {Minimal(argument)}").ToList();
        return $"{{ {field.Name}{(arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})")} {{ __typename }} }}";
    }

    private static string Minimal(InputValue argument) => argument.Type.Named.Name == "Long" ? "0" : $"\"{Guid.Empty}\"";

    private static IEnumerable<(string Coordinate, string? Description)> Described(NamedType type) =>
        new[] { (type.Name, type.Description) }.Concat(type switch
        {
            FieldsType fields => fields.Fields.Values.SelectMany(field => field.Arguments
                .Select(argument => ($"{type.Name}.{field.Name}({argument.Name})", argument.Description))
                .Prepend(($"{type.Name}.{field.Name}", field.Description))),
            EnumType values => values.Values.Select(value => ($"{type.Name}.{value.Name}", value.Description)),
            InputObjectType input => input.Fields.Values.Select(field => ($"{type.Name}.{field.Name}", field.Description)),
            _ => [],
        });
}
