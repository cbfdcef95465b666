namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>The names that directive locations have in documents.</summary>
/// <remarks>https://spec.graphql.org/September2025/#DirectiveLocations</remarks>
public static class DirectiveLocations
{
    private static readonly Dictionary<DirectiveLocation, string> Names =
        Enum.GetValues<DirectiveLocation>().ToDictionary(location => location, location => UpperSnakeCase(location.ToString()));

    private static readonly Dictionary<string, DirectiveLocation> ByName =
        Names.ToDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>The name in documents: <c>FIELD_DEFINITION</c>.</summary>
    public static string NameOf(DirectiveLocation location) => Names[location];

    /// <summary>The location of that name in documents.</summary>
    public static bool TryParse(string name, out DirectiveLocation location) => ByName.TryGetValue(name, out location);

    private static string UpperSnakeCase(string name) => string.Concat(
        name.Select((character, i) => i > 0 && char.IsUpper(character) ? $"_{character}" : $"{char.ToUpperInvariant(character)}"));
}
