using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>One field of the mutation type.</summary>
internal sealed record Mutation
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required AccessRule Rule { get; init; }

    public required IReadOnlyList<InputValue> Input { get; init; }

    /// <summary>The payload's field for the result; it is null when the mutation was refused.</summary>
    public required Field Result { get; init; }

    public required IReadOnlyList<MutationErrorType> Errors { get; init; }

    /// <summary>Gives the value that <see cref="Result"/> is resolved from, or a <see cref="MutationRefusal"/>.</summary>
    public required Func<FieldContext, MutationInput, ValueTask<object?>> ResolveAsync { get; init; }
}

/// <summary>An expected refusal. Its type's name is the name in the schema, so it is a promise to clients.</summary>
internal abstract record MutationError(string Message);

/// <summary>How an error type is shown in the schema; its further fields are properties of the record.</summary>
internal sealed record MutationErrorType(Type Type, string Description)
{
    public IReadOnlyList<Field> Fields { get; init; } = [];

    public static MutationErrorType Of<T>(string description, params IReadOnlyList<Field> fields)
        where T : MutationError => new(typeof(T), description) { Fields = fields };
}

/// <summary>What a mutation answers in place of a result.</summary>
internal sealed record MutationRefusal(params IReadOnlyList<MutationError> Errors);

/// <summary>The fields of a mutation's <c>input</c>, coerced.</summary>
internal sealed class MutationInput(IReadOnlyDictionary<string, object?> fields)
{
    public static MutationInput Of(FieldContext context) =>
        new(context.Argument<IReadOnlyDictionary<string, object?>>("input") ?? new Dictionary<string, object?>());

    /// <summary>The default of <typeparamref name="T"/> when the field was left out or is null.</summary>
    public T? Get<T>(string name) => fields.TryGetValue(name, out var value) && value is not null ? (T)value : default;
}
