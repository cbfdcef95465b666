using System.Text;
using System.Text.Json;

namespace HealthGraph.Api.PersistedOperations;

/// <summary>
/// Reads a folder of trusted documents: <c>&lt;id&gt;.graphql</c> files, and <c>.json</c> manifests as the compilers of Relay (an object of texts by id) and
/// Apollo (<c>apollo-persisted-query-manifest</c>) write them.
/// </summary>
internal static class TrustedDocumentFolder
{
    private const string ApolloFormat = "apollo-persisted-query-manifest";

    /// <exception cref="TrustedDocumentException">A file is not what its name says.</exception>
    public static IEnumerable<TrustedDocument> Read(string folder)
    {
        // Sorted, so that every node and every start logs the same.
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var origin = Path.GetRelativePath(folder, path);
            switch (Path.GetExtension(path))
            {
                case ".graphql" or ".gql":
                    yield return new TrustedDocument(Path.GetFileNameWithoutExtension(path), WithoutByteOrderMark(File.ReadAllBytes(path)), origin);
                    break;
                case ".json":
                    foreach (var document in ReadManifest(File.ReadAllBytes(path), origin))
                    {
                        yield return document;
                    }

                    break;
            }
        }
    }

    private static List<TrustedDocument> ReadManifest(byte[] json, string origin)
    {
        try
        {
            using var manifest = JsonDocument.Parse(WithoutByteOrderMark(json));
            var root = manifest.RootElement;
            return root.TryGetProperty("format", out var format) && format.ValueEquals(ApolloFormat)
                ? [.. root.GetProperty("operations").EnumerateArray().Select(operation =>
                    Document(operation.GetProperty("id").GetString(), operation.GetProperty("body").GetString(), origin))]
                : [.. root.EnumerateObject().Select(entry => Document(entry.Name, entry.Value.GetString(), origin))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new TrustedDocumentException(
                $"{origin} is no manifest of documents: neither an object of texts by id (Relay) nor an '{ApolloFormat}' (Apollo).", e);
        }
    }

    private static TrustedDocument Document(string? id, string? text, string origin) => id is { Length: > 0 } && text is not null
        ? new TrustedDocument(id, Encoding.UTF8.GetBytes(text), origin)
        : throw new InvalidOperationException("An operation without id or text.");

    private static byte[] WithoutByteOrderMark(byte[] text) => text.AsSpan().StartsWith("\uFEFF"u8) ? text[3..] : text;
}

/// <summary>A file of the folder that cannot be read.</summary>
internal sealed class TrustedDocumentException(string message, Exception inner) : Exception(message, inner);
