using System.Text;
using HealthGraph.Api.CommandLine;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Access;

/// <summary>What the text of the schema says of who may use what is what the guard does.</summary>
public sealed class AuthorizeTests(ApiServer api) : IClassFixture<ApiServer>
{
    private static readonly DocumentNode Sdl = Parser.ParseDocument(new Source(Encoding.UTF8.GetBytes(SchemaCommand.Print())));

    [Fact]
    public void Every_root_field_and_every_type_of_rows_has_a_rule()
    {
        var types = Sdl.Definitions.OfType<ObjectTypeDefinitionNode>().ToList();
        var silent = types
            .Where(type => type.Name.Value is "Query" or "Mutation" or "Subscription")
            .SelectMany(type => type.Fields.Where(field => RuleOf(field.Directives) is null).Select(field => $"{type.Name.Value}.{field.Name.Value}"))
            .Concat(types
                .Where(type => type.Interfaces.Any(implemented => implemented.Name.Value == "Node") && RuleOf(type.Directives) is null)
                .Select(type => type.Name.Value));

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Every_field_is_open_to_the_roles_of_its_directives_and_to_no_other()
    {
        await using var scope = api.Services.CreateAsyncScope();
        var executor = api.Services.GetRequiredService<SchemaProvider>().Current.Whole;
        List<string> wrong = [];
        var asked = 0;
        foreach (var path in new FieldPaths(Sdl).All())
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var code = Ask(path.Query, new Principal(Guid.CreateVersion7(), "somebody", role, []));
                if (code != (path.Allows(role) ? null : "AUTH_NOT_AUTHORIZED"))
                {
                    wrong.Add($"{role} {path.Query}: {code}");
                }

                asked++;
            }

            if (Ask(path.Query, caller: null) is var nobody && nobody != "AUTH_NOT_AUTHENTICATED")
            {
                wrong.Add($"nobody {path.Query}: {nobody}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(asked > 1_000, $"{asked} were asked.");

        string? Ask(string query, Principal? caller)
        {
            var request = new OperationRequest { Document = Encoding.UTF8.GetBytes(query), Services = scope.ServiceProvider, Caller = caller };
            using var opened = executor.Open(request, TestContext.Current.CancellationToken, out var refusal);
            return refusal is null ? null : refusal.Errors[0].Code ?? refusal.Errors[0].Message;
        }
    }

    private static IReadOnlyList<string>? RuleOf(IReadOnlyList<DirectiveNode> directives) => FieldPaths.RolesIn(directives);
}
