using System.Text;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Tests;

internal static class ReadmeExample
{
    private const string Sdl = """
        type Query { clinic(id: ID!): Clinic }
        type Clinic { name: String! therapists: [String!]! }
        """;

    public static async Task<string> AskAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var schema = SdlSchemaBuilder.Build(Sdl, new SdlSchemaOptions
        {
            ResolverOf = (type, field, _) => (type, field.Name.Value) == ("Query", "clinic")
                ? context => new(new { Name = $"Clinic {context.Argument<string>("id")}", Therapists = new[] { "Ada", "Ben" } })
                : null,
        });
        var request = new OperationRequest { Document = "{ clinic(id: 7) { name therapists } }"u8.ToArray(), Services = services };
        using var result = await new OperationExecutor(schema).ExecuteAsync(request, cancellationToken);
        using var output = new MemoryStream();
        await using var writer = new ResponseWriter(output);
        await ResultSerializer.WriteAsync((ExecutionResult)result, writer, cancellationToken);
        await writer.FlushAsync(cancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
