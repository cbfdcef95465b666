using System.Buffers;
using System.Text.Json;

namespace HealthGraph.Api.Endpoint;

/// <summary>Reads the parameters out of a JSON object, in one pass, leaving the document as the bytes it is.</summary>
internal static class JsonParameterReader
{
    /// <summary>How deep variables may nest; the object around them is one level more.</summary>
    public const int MaxDepth = 200;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth + 1 };

    /// <exception cref="RequestRefusedException">It is not JSON, no object, or a parameter has the wrong type.</exception>
    public static GraphQLParameters Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(SkipByteOrderMark(json), Options);
        byte[]? rented = null;
        try
        {
            var parameters = Read(ref reader, ref rented);
            rented = null;
            return parameters;
        }
        catch (JsonException e)
        {
            throw BadRequest(NestsTooDeep(json)
                ? $"The request body nests deeper than {MaxDepth} levels."
                : $"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a string that is no text: bytes that are not UTF-8, half a surrogate pair.
            throw BadRequest("The request body holds a string that is not valid Unicode.");
        }
        finally
        {
            Return(rented);
        }
    }

    /// <summary>The value of a GET's <c>variables</c> or <c>extensions</c>: an object, or null.</summary>
    public static JsonElement? ReadObject(string name, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            reader.Read();
            var value = ReadObject(name, ref reader);
            return reader.Read() ? throw WrongType(name, "an object") : value;
        }
        catch (JsonException)
        {
            throw BadRequest(NestsTooDeep(json)
                ? $"The parameter '{name}' nests deeper than {MaxDepth} levels."
                : $"The parameter '{name}' is not valid JSON.");
        }
    }

    private static GraphQLParameters Read(ref Utf8JsonReader reader, ref byte[]? rented)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw BadRequest(reader.TokenType is JsonTokenType.StartArray
                ? "The request body is an array: batching is switched off. Send one request."
                : "The request body must be a JSON object.");
        }

        int? queryLength = null;
        string? operationName = null;
        JsonElement? variables = null;
        JsonElement? extensions = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("query"u8))
            {
                reader.Read();
                Return(Interlocked.Exchange(ref rented, null));
                queryLength = ReadQuery(ref reader, ref rented);
            }
            else if (reader.ValueTextEquals("operationName"u8))
            {
                reader.Read();
                operationName = ReadString("operationName", ref reader);
            }
            else if (reader.ValueTextEquals("variables"u8))
            {
                reader.Read();
                variables = ReadObject("variables", ref reader);
            }
            else if (reader.ValueTextEquals("extensions"u8))
            {
                reader.Read();
                extensions = ReadObject("extensions", ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // What stands behind the object makes this throw.
        reader.Read();
        return new GraphQLParameters
        {
            Query = rented.AsMemory(0, queryLength ?? throw MissingQuery()),
            Rented = rented,
            OperationName = operationName,
            Variables = variables,
            Extensions = extensions,
        };
    }

    private static int? ReadQuery(ref Utf8JsonReader reader, ref byte[]? rented)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                // Unescaped it is never longer.
                rented = ArrayPool<byte>.Shared.Rent(Math.Max(reader.ValueSpan.Length, 1));
                return reader.CopyString(rented);
            case JsonTokenType.Null:
                return null;
            default:
                throw WrongType("query", "a string");
        }
    }

    private static string? ReadString(string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw WrongType(name, "a string or null"),
    };

    private static JsonElement? ReadObject(string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => JsonElement.ParseValue(ref reader),
        JsonTokenType.Null => null,
        _ => throw WrongType(name, "an object or null"),
    };

    // The reader does not tell a level too many from any other mistake.
    private static bool NestsTooDeep(ReadOnlySpan<byte> json)
    {
        var depth = 0;
        var isInString = false;
        for (var i = 0; i < json.Length && depth <= Options.MaxDepth; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    isInString = !isInString;
                    break;
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'[' or (byte)'{' when !isInString:
                    depth++;
                    break;
                case (byte)']' or (byte)'}' when !isInString:
                    depth--;
                    break;
            }
        }

        return depth > Options.MaxDepth;
    }

    private static ReadOnlySpan<byte> SkipByteOrderMark(ReadOnlySpan<byte> json) =>
        json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static RequestRefusedException MissingQuery() => BadRequest("The request needs a parameter 'query' with a GraphQL document.");

    private static RequestRefusedException WrongType(string name, string expected) =>
        BadRequest($"The parameter '{name}' must be {expected}.");

    private static RequestRefusedException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);
}
