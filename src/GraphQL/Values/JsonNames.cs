using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Language;

namespace HealthGraph.GraphQL.Values;

/// <summary>The names of JSON properties, as the strings that documents and schemas have for them already.</summary>
internal static class JsonNames
{
    /// <summary>The property's name; one that could be a GraphQL name allocates nothing.</summary>
    public static string Of(JsonProperty property)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(property);
        return Ascii.IsValid(name) && !name.Contains((byte)'\\') ? NameTable.Get(name) : property.Name;
    }
}
