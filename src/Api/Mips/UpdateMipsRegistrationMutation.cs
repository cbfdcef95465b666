using HealthGraph.Api.Composition;
using HealthGraph.Api.OperatorSettings;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Mips;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Mips;

/// <summary><c>updateMipsRegistration</c>: registers a state for a year, or takes its registration away.</summary>
internal sealed class UpdateMipsRegistrationMutation : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.MutationFields.Add(parts.Mutations.Create(new Mutation
    {
        Name = "updateMipsRegistration",
        Description = "Registers a state for a year, or takes its registration away.",
        Rule = UpdateSettingMutation.Rule,
        Input =
        [
            new("year", SpecifiedScalars.Int.NonNull()) { Description = "The performance year." },
            new("state", SpecifiedScalars.String.NonNull()) { Description = "The state, two letters." },
            new("registrationId", SpecifiedScalars.String) { Description = "What the registry calls the sender; null, with a null key, takes the registration away." },
            new("integrationKey", SpecifiedScalars.String) { Description = "The key that the registry gave with it: part of the name of the file, and shown nowhere." },
        ],
        Result = new Field("registered", SpecifiedScalars.Boolean)
        {
            Description = "Whether the state is registered now; null when there are errors.",
            Resolve = static context => new((context.Parent as Registered)?.IsRegistered),
        },
        Errors = [UpdateSettingMutation.InvalidSetting],
        ResolveAsync = RegisterAsync,
    }));

    private static async ValueTask<object?> RegisterAsync(FieldContext context, MutationInput input)
    {
        var registration = (input.Get<string>("registrationId"), input.Get<string>("integrationKey")) switch
        {
            (null, null) => null,
            ({ } id, { } key) => new MipsRegistration(id, key),
            _ => new MipsRegistration("", ""),
        };
        try
        {
            await context.Services.GetRequiredService<MipsConfiguration>()
                .RegisterAsync(input.Get<int>("year"), input.Get<string>("state")!, registration, context.CancellationToken);
            return new Registered(registration is not null);
        }
        catch (HealthGraphException e)
        {
            return UpdateSettingMutation.Refusal(e);
        }
    }

    private sealed record Registered(bool IsRegistered);
}
