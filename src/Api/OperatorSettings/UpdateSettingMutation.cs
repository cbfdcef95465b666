using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Runs;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Mips;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.OperatorSettings;

/// <summary><c>updateSetting</c>: sets one, or takes it away.</summary>
internal sealed class UpdateSettingMutation : ISchemaFeature
{
    public static AccessRule Rule { get; } = new([Role.Admin]);

    public void AddTo(SchemaParts parts) => parts.MutationFields.Add(parts.Mutations.Create(new Mutation
    {
        Name = "updateSetting",
        Description = "Sets a setting, or takes it away. What would leave a year that cannot be exported is refused.",
        Rule = Rule,
        Input =
        [
            new("key", SpecifiedScalars.String.NonNull()) { Description = "The setting, such as `healthmonix_2025_states`." },
            new("value", SpecifiedScalars.String) { Description = "Its text; null takes it away." },
        ],
        Result = parts.Relations.ByKey(
            "setting",
            SettingRelation.Relation,
            "The setting as it is now; null when it was taken away, or when there are errors.",
            static parent => (parent as SettingReference)?.Key),
        Errors =
        [
            MutationErrorType.Of<UnknownSettingError>("There is no such setting."),
            InvalidSetting,
        ],
        ResolveAsync = SetAsync,
    }));

    public static MutationErrorType InvalidSetting { get; } = MutationErrorType.Of<InvalidSettingError>(
        "A setting cannot have this value, or the year would not hold together with it.",
        new Field("code", SpecifiedScalars.String.NonNull()) { Description = "What is wrong, for programs: `INVALID_SETTING` or `MIPS_REGISTRATION_MISSING`." });

    /// <summary>The refusal that a failure comes to.</summary>
    public static MutationRefusal Refusal(HealthGraphException failure) => new(failure.Code == MipsConfiguration.UnknownSetting
        ? new UnknownSettingError(failure.Message)
        : new InvalidSettingError(failure.Code, failure.Message));

    private static async ValueTask<object?> SetAsync(FieldContext context, MutationInput input)
    {
        var key = input.Get<string>("key")!;
        try
        {
            await context.Services.GetRequiredService<MipsConfiguration>()
                .SetAsync(key, input.Get<string>("value"), RunReference.RequestedBy(context), context.CancellationToken);
            return new SettingReference(key);
        }
        catch (HealthGraphException e)
        {
            return Refusal(e);
        }
    }

    private sealed record SettingReference(string Key);
}

/// <summary>There is no such setting.</summary>
internal sealed record UnknownSettingError(string Problem) : MutationError(Problem);

/// <summary>A setting cannot have this value, or the year would not hold together with it.</summary>
internal sealed record InvalidSettingError(string Code, string Problem) : MutationError(Problem);
