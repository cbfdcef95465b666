using System.Text.Json;

namespace HealthGraph.Api.Endpoint;

/// <summary>Reads JSON bodies: one request, or a list of them.</summary>
internal static class JsonRequestReader
{
    /// <summary>How deep variables may nest.</summary>
    public const int MaxDepth = 200;

    /// <param name="json">The body.</param>
    /// <param name="maxBatchSize">The most requests of a list; 0 allows none.</param>
    /// <param name="name">What the JSON is called in errors.</param>
    /// <exception cref="RequestRefusedException">It is not JSON, or no request.</exception>
    public static RequestContent Read(ReadOnlySpan<byte> json, int maxBatchSize, string name = "request body")
    {
        json = SkipByteOrderMark(json);
        // The object around the variables is a level of its own, and so is the list of a batch.
        var maxDepth = MaxDepth + (json.TrimStart(" \t\r\n"u8).StartsWith((byte)'[') ? 2 : 1);
        var reader = new Utf8JsonReader(json, new() { MaxDepth = maxDepth });
        List<BatchEntry>? batch = null;
        try
        {
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartArray)
            {
                var parameters = JsonParameterReader.Read(ref reader, name);
                return ReadEnd(ref reader, new RequestContent((BatchEntry)parameters));
            }

            batch = [];
            ReadBatch(ref reader, batch, maxBatchSize, name);
            return ReadEnd(ref reader, new RequestContent(batch) { IsBatch = true });
        }
        catch (Exception e)
        {
            batch?.ForEach(static entry => entry.Parameters?.Dispose());
            if (Translate(e, json, maxDepth, $"The {name}") is { } refused)
            {
                throw refused;
            }

            throw;
        }
    }

    /// <summary>A JSON object, or null: a GET's <c>variables</c> or <c>extensions</c>.</summary>
    /// <exception cref="RequestRefusedException">It is anything else.</exception>
    public static JsonElement? ReadObject(string parameter, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new() { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var value = JsonParameterReader.ReadObject(parameter, ref reader);
            return reader.Read() ? throw JsonParameterReader.WrongType(parameter, "an object") : value;
        }
        catch (JsonException)
        {
            throw BadRequest(NestsDeeperThan(MaxDepth, json)
                ? $"The parameter '{parameter}' nests deeper than {MaxDepth} levels."
                : $"The parameter '{parameter}' is not valid JSON.");
        }
    }

    private static void ReadBatch(ref Utf8JsonReader reader, List<BatchEntry> batch, int maxBatchSize, string name)
    {
        if (maxBatchSize == 0)
        {
            throw RequestRefusedException.Malformed($"The {name} is an array: batching is switched off. Send one request.");
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (batch.Count == maxBatchSize)
            {
                throw RequestRefusedException.Malformed($"The {name} has more requests than a batch may hold, which is {maxBatchSize}.");
            }

            batch.Add(ReadEntry(ref reader));
        }

        if (batch.Count == 0)
        {
            throw RequestRefusedException.Malformed($"The {name} is an empty array: send at least one request.");
        }
    }

    private static BatchEntry ReadEntry(ref Utf8JsonReader reader)
    {
        var start = reader;
        try
        {
            return JsonParameterReader.Read(ref reader, "request");
        }
        catch (RequestRefusedException refusal)
        {
            // It is JSON at least, or else this throws: the others can be read.
            reader = start;
            reader.Skip();
            return new BatchEntry(Parameters: null, refusal);
        }
    }

    private static RequestContent ReadEnd(ref Utf8JsonReader reader, RequestContent content)
    {
        // What stands behind the request makes this throw.
        reader.Read();
        return content;
    }

    private static RequestRefusedException? Translate(Exception exception, ReadOnlySpan<byte> json, int maxDepth, string name)
    {
        switch (exception)
        {
            case JsonException when NestsDeeperThan(maxDepth, json):
                return BadRequest($"{name} nests deeper than {MaxDepth} levels.");
            case JsonException e:
                return BadRequest($"{name} is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
            default:
                return null;
        }
    }

    // The reader does not tell a level too many from any other mistake.
    private static bool NestsDeeperThan(int maxDepth, ReadOnlySpan<byte> json)
    {
        var depth = 0;
        var isInString = false;
        for (var i = 0; i < json.Length && depth <= maxDepth; i++)
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

        return depth > maxDepth;
    }

    private static ReadOnlySpan<byte> SkipByteOrderMark(ReadOnlySpan<byte> json) =>
        json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static RequestRefusedException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);
}
