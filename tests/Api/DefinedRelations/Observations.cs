using HealthGraph.Api.DefinedRelations;
using HealthGraph.Domain.Relations;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.DefinedRelations;

/// <summary>A table as a FHIR view makes them, and its definition.</summary>
internal static class Observations
{
    public const string Table = """
        CREATE TABLE public.observation (
            id text PRIMARY KEY, patient_id uuid, code varchar(20) NOT NULL, value numeric, taken_on date, stored_at timestamptz NOT NULL DEFAULT now());
        INSERT INTO public.observation (id, code, value, taken_on) VALUES ('o1', '8480-6', 120.5, '2026-01-02'), ('o2', '8462-4', 80, NULL), ('o3', '8480-6', 131, '2026-01-01');
        """;

    public static RelationDefinition Definition { get; } = new()
    {
        TypeName = "Observation",
        FieldName = "observations",
        Description = "Observations.",
        SchemaName = "public",
        TableName = "observation",
        Columns =
        [
            new("observationId", "id", "text", false, "Id."),
            new("patientId", "patient_id", "uuid", true, "Whose."),
            new("code", "code", "text", false, "What."),
            new("value", "value", "numeric", true, "How much."),
            new("takenOn", "taken_on", "date", true, "When."),
        ],
        Key = ["id"],
    };

    public static RelationDefinitions Definitions(this ApiServer api) => api.Services.GetRequiredService<RelationDefinitions>();

    /// <summary>Asks again until the schema of the node has the field, or has it no longer.</summary>
    public static async Task WaitForAsync(ApiServer api, bool isThere, string field = "observations")
    {
        var sign = isThere ? "{\"data\":{" : "HC0016";
        await Eventually.HoldsAsync(
            async () => (await api.QueryAsync($"{{ {field} {{ __typename }} }}")).Text.Contains(sign, StringComparison.Ordinal),
            $"The schema did not come to {(isThere ? "have" : "lose")} the field {field}.");
    }

    /// <summary>Another node on the same database.</summary>
    public static async Task<ApiServer> SecondAsync(ApiServer first, Testing.Postgres.PostgresServer postgres)
    {
        var second = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = first.Database.ConnectionString } };
        await second.InitializeAsync();
        return second;
    }
}
