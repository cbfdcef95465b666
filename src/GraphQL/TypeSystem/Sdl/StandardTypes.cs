namespace HealthGraph.GraphQL.TypeSystem.Sdl;

/// <summary>The types that every schema document may name without defining them: specified scalars and introspection.</summary>
internal static class StandardTypes
{
    public static IReadOnlyDictionary<string, NamedType> ByName { get; } = SpecifiedScalars.All
        .Concat(new Schema(new SchemaOptions()).Types.Values)
        .DistinctBy(type => type.Name)
        .ToDictionary(type => type.Name);
}
