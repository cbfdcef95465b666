using System.Net;
using System.Text.Json;
using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Introspection;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Access;

/// <summary>What a role is shown of the schema is what it may use, wherever it looks.</summary>
public sealed class RoleSchemaTests(RoleSchemaTests.OpenServer server) : IClassFixture<RoleSchemaTests.OpenServer>
{
    // Rows with patients, and what is asked for about them.
    private const string HiddenFromOperators = "patients";

    private SchemaSnapshot Snapshot => server.Api.Services.GetRequiredService<SchemaProvider>().Current;

    [Theory]
    [MemberData(nameof(Roles))]
    public void The_part_of_a_role_is_a_valid_schema_of_what_it_may_use_and_of_all_that(string name)
    {
        _ = RoleNames.TryParse(name, out var role);
        var whole = Snapshot.Schema;
        var part = Snapshot.For(role).Schema;

        Assert.Empty(SchemaValidator.Validate(part));
        foreach (var type in whole.Types.Values.OfType<ObjectType>())
        {
            var shown = part.FindType(type.Name) as ObjectType;
            if (AccessRules.Of(type)?.Allows(role) == false)
            {
                Assert.True(shown is null, $"{role} is shown {type.Name}.");
            }

            foreach (var field in type.Fields.Values)
            {
                var mayUse = AccessRules.Of(whole, type, field)?.Allows(role) != false && AccessRules.Of(field.Type.Named)?.Allows(role) != false;
                if (shown is not null && shown.Fields.ContainsKey(field.Name) != mayUse)
                {
                    Assert.Fail($"{role} is{(mayUse ? " not" : "")} shown {type.Name}.{field.Name}.");
                }
            }
        }
    }

    [Fact]
    public void Roles_share_the_types_that_are_the_same_for_them()
    {
        var whole = Snapshot.Schema;
        Assert.Same(whole, Snapshot.For(Role.Admin).Schema);
        foreach (var role in RoleNames.Grantable)
        {
            var own = Snapshot.For(role).Schema.Types.Values.Where(type => !ReferenceEquals(whole.FindType(type.Name), type)).ToList();

            // Where operations begin, and the little that leads to what is hidden.
            Assert.True(own.Count < 20, $"{role} has {own.Count} types of its own: {string.Join(", ", own)}");
        }
    }

    [Fact]
    public void A_link_leads_to_nothing_that_the_roles_of_its_row_may_not_read()
    {
        // Group keys and orders through links are named by values and fields without rules of their own: they would be shown and refused.
        var wrong = Snapshot.Schema.Types.Values.OfType<ObjectType>()
            .Where(type => AccessRules.Of(type) is not null)
            .SelectMany(type => type.Fields.Values.Select(field => (Type: type, Field: field, Rule: AccessRules.Of(field.Type.Named))))
            .Where(entry => entry.Rule is { } rule && !AccessRules.Of(entry.Type)!.Roles.All(rule.Allows))
            .Select(entry => $"{entry.Type.Name}.{entry.Field.Name}");

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Introspection_and_the_schema_as_text_tell_the_same_part(string name)
    {
        _ = RoleNames.TryParse(name, out var role);
        var key = await server.Api.CreateKeyAsync(role);
        var part = Snapshot.For(role);
        var names = part.Schema.Types.Keys.Order(StringComparer.Ordinal);

        var introspected = (await server.Api.QueryAsync(IntrospectionQuery.Text, key: key)).Json.GetProperty("data").GetProperty("__schema");
        var types = introspected.GetProperty("types").EnumerateArray().ToList();
        var file = await server.Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"), key);
        var parameter = await server.Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql?sdl"), key);

        Assert.Equal(names, types.Select(type => type.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(part.Sdl, file.Text);
        Assert.Equal(part.Sdl, parameter.Text);
        foreach (var type in types.Where(type => type.GetProperty("possibleTypes").ValueKind is JsonValueKind.Array))
        {
            Assert.All(type.GetProperty("possibleTypes").EnumerateArray(), possible => Assert.NotNull(part.Schema.FindType(possible.GetProperty("name").GetString()!)));
        }

        foreach (var hidden in Snapshot.Schema.Types.Keys.Except(part.Schema.Types.Keys))
        {
            Assert.Equal("""{"data":{"__type":null}}""", (await server.Api.QueryAsync($"{{ __type(name: \"{hidden}\") {{ name }} }}", key: key)).Text);
        }
    }

    [Fact]
    public async Task What_one_role_was_told_is_not_told_to_another()
    {
        var operators = await server.Api.CreateKeyAsync(Role.Operator);
        const string Mistake = "{ patient { id } }";
        const string Types = "{ __schema { types { name } } }";

        // The same bytes, by turns, so that whatever is kept of them is there when the next caller sends them.
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Contains(HiddenFromOperators, (await server.Api.QueryAsync(Mistake)).Message, StringComparison.Ordinal);
            Assert.DoesNotContain(HiddenFromOperators, (await server.Api.QueryAsync(Mistake, key: operators)).Text, StringComparison.Ordinal);
            Assert.Contains("\"Patient\"", (await server.Api.QueryAsync(Types)).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"Patient\"", (await server.Api.QueryAsync(Types, key: operators)).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ patients }")]
    [InlineData("{ patients { nodes { firstNam } } }")]
    [InlineData("{ patients(where: { lastNam: {} }) { totalCount } }")]
    [InlineData("query($w: PatientFilterInpu) { patients(where: $w) { totalCount } }")]
    [InlineData("{ node(id: \"x\") { firstName } }")]
    public async Task An_invalid_document_is_answered_from_what_the_role_is_shown(string document)
    {
        var answer = await server.Api.QueryAsync(document, key: await server.Api.CreateKeyAsync(Role.Operator));

        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest);
        Assert.DoesNotContain("PatientsConnection", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PatientFilterInput", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_field_that_is_asked_for_rightly_is_refused_before_its_variables_are_looked_at()
    {
        var operators = await server.Api.CreateKeyAsync(Role.Operator);

        var refused = await server.Api.QueryAsync(
            "query($w: PatientFilterInput) { patients(where: $w) { totalCount } }", new { w = new { firstNam = 1 } }, operators);

        Assert.Equal("AUTH_NOT_AUTHORIZED", refused.Code);
        Assert.DoesNotContain("firstName", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_input_about_rows_is_hidden_with_them()
    {
        var inputs = Snapshot.Schema.Types.Values.OfType<ObjectType>().SelectMany(type => type.Fields.Values)
            .Where(field => field.Features.Get<ConnectionFeature>() is not null)
            .SelectMany(field => field.Arguments)
            .Where(argument => argument.Type.Named is InputObjectType);

        Assert.All(inputs, input => Assert.NotNull(AccessRules.Of(input.Type.Named)));
    }

    public static TheoryData<string> Roles => [.. RoleNames.Grantable.Select(role => role.ToName())];

    /// <summary>A server whose switch lets every role look.</summary>
    public sealed class OpenServer(PostgresServer postgres) : IAsyncLifetime
    {
        public ApiServer Api { get; } = new(postgres) { Settings = { ["HealthGraph:GraphQL:Introspection"] = "true" } };

        public ValueTask InitializeAsync() => Api.InitializeAsync();

        public ValueTask DisposeAsync() => Api.DisposeAsync();
    }
}
