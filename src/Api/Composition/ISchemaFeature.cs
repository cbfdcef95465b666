namespace HealthGraph.Api.Composition;

/// <summary>A feature's part of the schema.</summary>
internal interface ISchemaFeature
{
    void AddTo(SchemaParts parts);
}
