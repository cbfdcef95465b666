using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>The variables of one operation, into which the keys of files are put.</summary>
internal sealed class UploadVariables
{
    private readonly JsonObject _variables;

    private UploadVariables(JsonObject variables) => _variables = variables;

    public static UploadVariables Of(JsonElement? variables, string path) => variables is { } element
        ? new UploadVariables(JsonObject.Create(element)!)
        : throw Invalid(path, "leads nowhere: the operation has no variables");

    public JsonElement ToElement()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            _variables.WriteTo(writer);
        }

        var reader = new Utf8JsonReader(json.GetBuffer().AsSpan(0, (int)json.Length), new() { MaxDepth = JsonRequestReader.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Puts the file's key where the rest of the path leads, which must be a null.</summary>
    public void Set(ReadOnlySpan<char> segments, string path, string file)
    {
        JsonNode? parent = _variables;
        while (true)
        {
            var segment = TakeSegment(ref segments);
            var isLast = segments.IsEmpty;
            var child = Child(parent, segment, path);
            if (!isLast)
            {
                parent = child;
                continue;
            }

            if (child is not null)
            {
                throw Invalid(path, "must lead to null, where the file is to be");
            }

            Replace(parent!, segment, file);
            return;
        }
    }

    /// <summary>The text up to the next dot, which is taken off with it; empty at the end.</summary>
    public static ReadOnlySpan<char> TakeSegment(ref ReadOnlySpan<char> segments)
    {
        var dot = segments.IndexOf('.');
        var segment = dot < 0 ? segments : segments[..dot];
        segments = dot < 0 ? [] : segments[(dot + 1)..];
        return segment;
    }

    /// <summary>Whether it is an index as it is written in one way only: digits, without zeros before them.</summary>
    public static bool TryParseIndex(ReadOnlySpan<char> text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (text.Length == 1 || text[0] != '0');

    public static RequestRefusedException Invalid(string path, string problem) => new(
        StatusCodes.Status400BadRequest, $"The path '{path}' of the field 'map' {problem}.", ErrorCodes.InvalidFilePath);

    private static JsonNode? Child(JsonNode? parent, ReadOnlySpan<char> segment, string path)
    {
        try
        {
            switch (parent)
            {
                case JsonObject entries when entries.TryGetPropertyValue(segment.ToString(), out var value):
                    return value;
                case JsonArray items when TryParseIndex(segment, out var index) && index < items.Count:
                    return items[index];
            }
        }
        catch (ArgumentException)
        {
            // What a JsonObject throws when a name stands in it twice.
            throw Invalid(path, "leads through an object that has a member twice");
        }

        throw Invalid(path, "leads to nothing in the variables, where null has to stand for the file");
    }

    private static void Replace(JsonNode parent, ReadOnlySpan<char> segment, string file)
    {
        if (parent is JsonArray items)
        {
            items[int.Parse(segment, CultureInfo.InvariantCulture)] = file;
        }
        else
        {
            parent[segment.ToString()] = file;
        }
    }
}
