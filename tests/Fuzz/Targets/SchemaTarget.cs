using System.Text;
using HealthGraph.Fuzz.Tests.Mutation;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.Fuzz.Tests.Targets;

/// <summary>A schema as text: it is built or refused, and what was built prints as a schema that prints the same.</summary>
internal sealed class SchemaTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    public string Name => "schemas";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public byte[] Make(Dice dice)
    {
        var seed = dice.Pick(seeds);
        return dice.OneIn(3) ? ByteMutator.Mutate(seed, dice.Pick(seeds), dice) : TreeMutator.Mutate(seed, dice.Pick(seeds), dice);
    }

    public void Run(byte[] data)
    {
        string printed;
        try
        {
            printed = SchemaPrinter.Print(SdlSchemaBuilder.Build(Encoding.UTF8.GetString(data)));
        }
        catch (Exception exception) when (exception is GraphQLException or SchemaException)
        {
            return;
        }

        // Nothing but what every schema has.
        if (printed.Length == 0)
        {
            return;
        }

        string again;
        try
        {
            again = SchemaPrinter.Print(SdlSchemaBuilder.Build(printed));
        }
        catch (Exception exception) when (exception is GraphQLException or SchemaException)
        {
            throw new FuzzFindingException($"The printed schema is refused: {exception.Message}", exception);
        }

        if (again != printed)
        {
            throw new FuzzFindingException("Printing what was printed gives another schema.");
        }
    }
}
