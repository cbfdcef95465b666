using HealthGraph.Api.Audit;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>
/// Makes mutations the way HotChocolate's conventions have them: one argument <c>input</c>; a payload with the result, null when
/// there is none, and with <c>errors</c>, a union of the refusals that a caller has to expect, each an <c>Error</c>.
/// </summary>
internal sealed class MutationTypes
{
    // What HotChocolate gives a field that waits for something; a mutation writes to the database.
    private const double MutationWeight = 10;

    private readonly Dictionary<Type, ObjectType> _errors = [];
    private readonly InterfaceType _error;

    public MutationTypes() => _error = new InterfaceType("Error")
    {
        Description = "Why a mutation was refused: something that a caller can expect and act on.",
        FieldsFactory = static () => [MessageField()],
        ResolveType = static (value, _) => value.GetType().Name,
    };

    public Field Create(Mutation mutation)
    {
        var typeName = char.ToUpperInvariant(mutation.Name[0]) + mutation.Name[1..];
        var input = new InputObjectType($"{typeName}Input")
        {
            Description = $"What `{mutation.Name}` is asked.",
            FieldsFactory = () => mutation.Input,
        };
        var errors = new UnionType($"{typeName}Error")
        {
            Description = $"Why `{mutation.Name}` may be refused.",
            TypesFactory = () => [.. mutation.Errors.Select(ErrorType)],
            ResolveType = static (value, _) => value.GetType().Name,
        };
        var payload = new ObjectType($"{typeName}Payload")
        {
            Description = $"What came of `{mutation.Name}`.",
            FieldsFactory = () =>
            [
                mutation.Result,
                new Field("errors", errors.NonNull().List())
                {
                    Description = "Why it was refused; null when it was not.",
                    AppliedDirectives = [ListSizeDirective.Apply(new ListSize { AssumedSize = mutation.Errors.Count, RequireOneSlicingArgument = false })],
                    Resolve = static context => new((context.Parent as MutationRefusal)?.Errors),
                },
            ],
        };
        return new Field(mutation.Name, payload.NonNull())
        {
            Description = mutation.Description,
            Arguments = [new("input", input.NonNull()) { Description = "What is asked." }],
            AppliedDirectives = [CostDirective.Apply(MutationWeight)],
            Features = FeatureSet.Of(mutation.Rule),
            Resolve = context => context.Services.GetRequiredService<ChangeAudit>().RecordAsync(
                context, field => mutation.ResolveAsync(field, MutationInput.Of(field))),
        };
    }

    private ObjectType ErrorType(MutationErrorType error)
    {
        if (_errors.TryGetValue(error.Type, out var known))
        {
            return known;
        }

        var type = new ObjectType(error.Type.Name)
        {
            Description = error.Description,
            InterfacesFactory = () => [_error],
            FieldsFactory = () => [MessageField(), .. error.Fields],
        };
        _errors.Add(error.Type, type);
        return type;
    }

    private static Field MessageField() => new("message", SpecifiedScalars.String.NonNull())
    {
        Description = "What is wrong, for people.",
        Resolve = static context => new(((MutationError)context.Parent!).Message),
    };
}
