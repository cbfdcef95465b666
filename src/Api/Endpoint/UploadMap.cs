using System.Text.Json;
using HealthGraph.Api.Uploads;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>The form's <c>map</c>: which variables each file is for.</summary>
internal sealed class UploadMap
{
    private const int MaxPaths = 1000;

    private readonly Dictionary<string, List<string>> _paths = [];

    private UploadMap()
    {
    }

    /// <exception cref="RequestRefusedException">It is no map of files to paths.</exception>
    public static UploadMap Read(ReadOnlySpan<byte> json, int maxFiles)
    {
        var map = new UploadMap();
        var reader = new Utf8JsonReader(json, new() { MaxDepth = 2 });
        try
        {
            reader.Read();
            map.ReadFiles(ref reader, maxFiles);
            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoMap();
        }

        return map;
    }

    /// <summary>How many variables each file is for.</summary>
    public Dictionary<string, int> CountByFile() => _paths.ToDictionary(static entry => entry.Key, static entry => entry.Value.Count);

    /// <summary>The operations with the file's key in place of each null that a path leads to.</summary>
    /// <exception cref="RequestRefusedException">A path leads to no null among the variables.</exception>
    public RequestContent ApplyTo(RequestContent content, UploadedFiles files)
    {
        var variables = new UploadVariables?[content.Entries.Count];
        foreach (var (file, paths) in _paths)
        {
            foreach (var path in paths)
            {
                var segments = path.EndsWith('.') ? throw UploadVariables.Invalid(path, "ends with a dot") : path.AsSpan();
                var index = content.IsBatch ? IndexOf(ref segments, content.Entries.Count, path) : 0;
                if (!UploadVariables.TakeSegment(ref segments).SequenceEqual("variables"))
                {
                    throw UploadVariables.Invalid(path, content.IsBatch ? "must begin with '<index>.variables.'" : "must begin with 'variables.'");
                }

                (variables[index] ??= UploadVariables.Of(content.Entries[index].Parameters?.Variables, path)).Set(segments, path, file);
            }
        }

        var entries = content.Entries.Select((entry, index) => variables[index] is { } changed
            ? entry.Parameters!.WithVariables(changed.ToElement())
            : entry);
        return new RequestContent([.. entries]) { IsBatch = content.IsBatch, Files = files };
    }

    private static int IndexOf(ref ReadOnlySpan<char> segments, int count, string path)
    {
        var segment = UploadVariables.TakeSegment(ref segments);
        return UploadVariables.TryParseIndex(segment, out var index) && index < count
            ? index
            : throw UploadVariables.Invalid(path, $"must begin with the index of a request, below {count}");
    }

    private void ReadFiles(ref Utf8JsonReader reader, int maxFiles)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw NoMap();
        }

        var count = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var file = reader.GetString()!;
            if (_paths.Count == maxFiles)
            {
                throw Refused($"The field 'map' names more than {maxFiles} files.");
            }

            var paths = ReadPaths(ref reader, file);
            if (!_paths.TryAdd(file, paths))
            {
                throw Refused($"The field 'map' names the file '{file}' twice.");
            }

            count += paths.Count;
            if (count > MaxPaths)
            {
                throw Refused($"The field 'map' has more than {MaxPaths} paths.");
            }
        }
    }

    private static List<string> ReadPaths(ref Utf8JsonReader reader, string file)
    {
        List<string> paths = [];
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray)
        {
            throw NoMap();
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.String)
        {
            paths.Add(reader.GetString()!);
        }

        return reader.TokenType is not JsonTokenType.EndArray ? throw NoMap()
            : paths.Count > 0 ? paths
            : throw Refused($"The field 'map' gives no path for the file '{file}'.");
    }

    private static RequestRefusedException NoMap() =>
        Refused("The field 'map' must be a JSON object of lists of paths, such as {\"0\": [\"variables.file\"]}.");

    private static RequestRefusedException Refused(string message) =>
        new(StatusCodes.Status400BadRequest, message, ErrorCodes.InvalidUploadForm);
}
