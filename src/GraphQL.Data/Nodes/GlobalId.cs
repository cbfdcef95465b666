using System.Buffers.Text;
using System.Text;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Data.Nodes;

/// <summary>
/// Global ids: base64 of <c>TypeName:key</c>. The parts of a key of several columns are joined by colons, with <c>\</c> before
/// a colon or <c>\</c> that belongs to a part, as HotChocolate has it.
/// </summary>
/// <remarks>docs/decisions/2611-global-ids.md.</remarks>
public static class GlobalId
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The key of a row of that relation, from its global id or, where the key is one column, the key itself.</summary>
    /// <returns>A coerced value for each column of the key.</returns>
    /// <exception cref="GraphQLException">It is neither.</exception>
    public static IReadOnlyList<object> KeyOf(Relation relation, string id)
    {
        if (Split(id) is { } parts && parts.TypeName == relation.TypeName && ReadKey(relation, parts.Key) is { } key)
        {
            return key;
        }

        return relation.Key.Count == 1 && KeyText.Read(relation.Key[0].Type, id) is { } value ? [value] : throw Malformed(id);
    }

    /// <summary>The type and the text of the key; null when the text is no global id.</summary>
    internal static (string TypeName, string Key)? Split(string id)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(id.Length)];
        if (!Convert.TryFromBase64String(id, bytes, out var length))
        {
            return null;
        }

        try
        {
            var text = Utf8.GetString(bytes, 0, length);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 ? (text[..colon], text[(colon + 1)..]) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The values of a key; null when the text is not one of the relation's.</summary>
    internal static IReadOnlyList<object>? ReadKey(Relation relation, string text)
    {
        List<string> parts = relation.Key.Count == 1 ? [text] : Parts(text);
        if (parts.Count != relation.Key.Count)
        {
            return null;
        }

        var values = new object[parts.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (KeyText.Read(relation.Key[i].Type, parts[i]) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return values;
    }

    /// <remarks>HotChocolate's message and extension.</remarks>
    internal static GraphQLException Malformed(string id) => new(new GraphQLError
    {
        Message = "The node ID string has an invalid format.",
        Code = ErrorCodes.InvalidNodeId,
        Extensions = new Dictionary<string, object?> { ["originalValue"] = id },
    });

    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
                part.Append(text[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
