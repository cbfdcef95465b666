using System.Buffers;
using System.Text.Json;

namespace HealthGraph.Api.Endpoint;

/// <summary>Reads the parameters of one request out of a JSON object, in one pass, leaving the document as the bytes it is.</summary>
/// <remarks>Members of other names are passed over: https://graphql.github.io/graphql-over-http/draft/#sec-JSON-Encoding.</remarks>
internal ref struct JsonParameterReader
{
    private const string ObjectOrNull = "an object or null";

    private Parameter _seen;
    private byte[]? _rented;
    private int? _queryLength;
    private string? _operationName;
    private string? _id;
    private string? _documentId;
    private JsonDocument? _variables;
    private JsonElement? _extensions;

    [Flags]
    private enum Parameter
    {
        None = 0,
        Query = 1,
        OperationName = 2,
        Variables = 4,
        Extensions = 8,
        Id = 16,
        DocumentId = 32,
    }

    /// <summary>Reads the object that begins at the reader's token, to its end.</summary>
    /// <exception cref="RequestRefusedException">It is no object, or a parameter is missing or has the wrong type.</exception>
    public static GraphQLParameters Read(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw RequestRefusedException.Malformed($"The {name} must be a JSON object.");
        }

        var parameters = default(JsonParameterReader);
        try
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                parameters.ReadMember(ref reader);
            }

            return parameters.Finish();
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a string that is no text: bytes that are not UTF-8, half a surrogate pair.
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"The {name} holds a string that is not valid Unicode.");
        }
        finally
        {
            if (parameters._rented is { } rented)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }

            parameters._variables?.Dispose();
        }
    }

    public static JsonElement? ReadObject(string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => JsonElement.ParseValue(ref reader),
        JsonTokenType.Null => null,
        _ => throw WrongType(name, ObjectOrNull),
    };

    /// <summary>Neither a document nor the id of one.</summary>
    public static RequestRefusedException MissingQuery() =>
        RequestRefusedException.Malformed("The request needs a parameter 'query' with a GraphQL document.");

    public static RequestRefusedException WrongType(string name, string expected) =>
        RequestRefusedException.Malformed($"The parameter '{name}' must be {expected}.");

    public static RequestRefusedException Repeated(string name) =>
        RequestRefusedException.Malformed($"The parameter '{name}' is given more than once.");

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var parameter = NameOf(ref reader);
        reader.Read();
        if ((_seen & parameter) != Parameter.None)
        {
            throw Repeated(TextOf(parameter));
        }

        _seen |= parameter;
        switch (parameter)
        {
            case Parameter.Query:
                _queryLength = ReadQuery(ref reader);
                break;
            case Parameter.OperationName:
                _operationName = ReadString(parameter, ref reader);
                break;
            case Parameter.Variables:
                _variables = reader.TokenType switch
                {
                    JsonTokenType.StartObject => JsonDocument.ParseValue(ref reader),
                    JsonTokenType.Null => null,
                    _ => throw WrongType("variables", ObjectOrNull),
                };
                break;
            case Parameter.Extensions:
                _extensions = ReadObject("extensions", ref reader);
                break;
            case Parameter.Id:
                // Beside a document it means nothing to us, whatever it is.
                _id = reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
                break;
            case Parameter.DocumentId:
                _documentId = ReadString(parameter, ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private GraphQLParameters Finish()
    {
        // Some clients send an id of theirs beside the document.
        var documentId = _documentId ?? (_queryLength is null ? _id : null);
        if (_queryLength is null && documentId is null && _extensions is null)
        {
            throw MissingQuery();
        }

        var (rented, variables) = (_rented, _variables);
        (_rented, _variables) = (null, null);
        return new GraphQLParameters
        {
            Query = _queryLength is { } length ? rented.AsMemory(0, length) : default(ReadOnlyMemory<byte>?),
            Rented = rented,
            DocumentId = documentId,
            OperationName = _operationName,
            PooledVariables = variables,
            Extensions = _extensions,
        };
    }

    private static Parameter NameOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("query"u8) ? Parameter.Query
        : reader.ValueTextEquals("operationName"u8) ? Parameter.OperationName
        : reader.ValueTextEquals("variables"u8) ? Parameter.Variables
        : reader.ValueTextEquals("extensions"u8) ? Parameter.Extensions
        : reader.ValueTextEquals("id"u8) ? Parameter.Id
        : reader.ValueTextEquals("documentId"u8) ? Parameter.DocumentId
        : Parameter.None;

    private static string TextOf(Parameter parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter.ToString());

    private int? ReadQuery(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                // Unescaped it is never longer.
                _rented = ArrayPool<byte>.Shared.Rent(Math.Max(reader.ValueSpan.Length, 1));
                return reader.CopyString(_rented);
            case JsonTokenType.Null:
                return null;
            default:
                throw WrongType("query", "a string");
        }
    }

    private static string? ReadString(Parameter parameter, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw WrongType(TextOf(parameter), "a string or null"),
    };
}
