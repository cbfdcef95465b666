using HealthGraph.Api.Composition;
using HealthGraph.Api.DefinedRelations;
using HealthGraph.Domain.Relations;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.DefinedRelations;

/// <summary>Definitions that cannot be shown: each is refused with its reason.</summary>
public sealed class DefinitionMistakeTests(ApiServer api) : IClassFixture<ApiServer>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => new(api.Database.ExecuteAsync(Observations.Table));

    public async ValueTask DisposeAsync()
    {
        await api.Definitions().RemoveAsync("Observation", TestContext.Current.CancellationToken);
        await api.Database.ExecuteAsync("DROP TABLE public.observation");
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "type", "Visit Plan", "'Visit Plan' is no name of a type" },
        { "type", "__Secret", "begin with neither a digit nor '__'" },
        { "type", "ID", "a type of GraphQL itself" },
        { "type", "Patient", "Two relations are named \"Patient\"" },
        { "type", "VisitPlanFilterInput", "multiple types named \"VisitPlanFilterInput\"" },
        { "type", "PageInfo", "multiple types named \"PageInfo\"" },
        { "field", "visitPlans", "'Query' has the field 'visitPlans' already" },
        { "field", "1st", "'1st' is no name of a field" },
        { "field", "", "is no name of a field" },
        { "table", "no_such_table", "names the table 'public.no_such_table', which is not there" },
        { "table", "observation; DROP TABLE public.observation", "which is not there" },
        { "column", "no_such_column", "names the column 'no_such_column', which 'public.observation' does not have" },
        { "column", "taken_on", "but the column 'taken_on' of 'public.observation' is date" },
        { "column type", "int4", "is of type 'int4', but the column 'value' of 'public.observation' is numeric" },
        { "column type", "money", "but must be of one of: text, char" },
        { "column field", "id", "which is the global id of every row" },
        { "column field", "code", "has the field 'code' twice" },
        { "column field", "patient_id", "would be `PATIENT_ID` in `groups`" },
        { "key", "value", "which must be one of its columns that is never null" },
        { "key", "nothing", "which must be one of its columns that is never null" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_definition_that_cannot_be_shown_is_refused_and_changes_nothing(string part, string value, string message)
    {
        var good = Observations.Definition;
        RelationDefinition WithColumn(Func<ColumnDefinition, ColumnDefinition> change) =>
            good with { Columns = [.. good.Columns.Select(column => column.ColumnName == "value" ? change(column) : column)] };
        var bad = part switch
        {
            "type" => good with { TypeName = value },
            "field" => good with { FieldName = value },
            "table" => good with { TableName = value },
            "column" => WithColumn(column => column with { ColumnName = value, Type = value == "taken_on" ? "numeric" : column.Type }) with
            {
                Columns = [.. WithColumn(column => column with { ColumnName = value }).Columns.Where(column => column.FieldName != "takenOn")],
            },
            "column type" => WithColumn(column => column with { Type = value }),
            "column field" => WithColumn(column => column with { FieldName = value }),
            _ => good with { Key = [value] },
        };
        var before = Sdl();
        var version = await VersionAsync();

        var refused = await Assert.ThrowsAsync<RelationDefinitionException>(() => PutAsync(bad));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal("RELATION_DEFINITION", refused.Code);
        Assert.Equal(before, Sdl());
        Assert.Equal(version, await VersionAsync());
        await PutAsync(good);
        Assert.Contains("\"o3\"", (await api.QueryAsync("{ observations { nodes { observationId } } }")).Text, StringComparison.Ordinal);
    }

    private string Sdl() => api.Services.GetRequiredService<SchemaProvider>().Current.Sdl;

    private Task<long> VersionAsync() => api.Database.ScalarAsync<long>("SELECT version FROM api.schema_version");

    private Task PutAsync(RelationDefinition definition) => api.Definitions().PutAsync(definition, TestContext.Current.CancellationToken);
}
