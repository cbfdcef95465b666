using System.Text;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Tests;

internal static class ReadmeExample
{
    private sealed record Clinic(string Name, string[] Therapists);

    public static async Task<string> AskAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var clinic = new ObjectType("Clinic")
        {
            FieldsFactory = () =>
            [
                new Field("name", SpecifiedScalars.String.NonNull()),
                new Field("therapists", SpecifiedScalars.String.NonNull().List().NonNull()),
            ],
        };
        var clinicById = new Field("clinic", clinic)
        {
            Arguments = [new InputValue("id", SpecifiedScalars.ID.NonNull())],
            Resolve = context => new(new Clinic($"Clinic {context.Argument<string>("id")}", ["Ada", "Ben"])),
        };
        var query = new ObjectType("Query") { FieldsFactory = () => [clinicById] };
        var executor = new OperationExecutor(new Schema(new SchemaOptions { Query = query }));

        var request = new OperationRequest { Document = "{ clinic(id: 7) { name therapists } }"u8.ToArray(), Services = services };
        using var result = await executor.ExecuteAsync(request, cancellationToken);
        using var output = new MemoryStream();
        await using var writer = new ResponseWriter(output);
        await ResultSerializer.WriteAsync((ExecutionResult)result, writer, cancellationToken);
        await writer.FlushAsync(cancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
