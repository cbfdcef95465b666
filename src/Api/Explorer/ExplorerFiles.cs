using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace HealthGraph.Api.Explorer;

/// <summary>One file of the explorer page, its content compressed when it says so.</summary>
internal sealed record ExplorerFile(byte[] Content, bool IsGzipped, string ContentType, string ETag);

/// <summary>The page at <c>/graphql</c>, embedded by the build: GraphiQL where node was there to bundle it, else the plain page.</summary>
internal sealed class ExplorerFiles
{
    public const string Page = "index.html";

    private readonly FrozenDictionary<string, ExplorerFile> _files = Load();

    public ExplorerFile? Find(string name) => _files.GetValueOrDefault(name);

    private static FrozenDictionary<string, ExplorerFile> Load()
    {
        var assembly = typeof(ExplorerFiles).Assembly;
        var names = assembly.GetManifestResourceNames();
        var folder = names.Contains($"explorer/{Page}") ? "explorer/" : "plain/";
        return names
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[folder.Length..], name => Read(assembly, name, isGzipped: folder == "explorer/"));
    }

    private static ExplorerFile Read(Assembly assembly, string name, bool isGzipped)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The explorer's file {name} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var types = new FileExtensionContentTypeProvider();
        return new ExplorerFile(
            content,
            isGzipped,
            types.TryGetContentType(name, out var type) ? type : "application/octet-stream",
            $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
    }

    /// <summary>The file's bytes without compression, for the rare client that does not take gzip.</summary>
    public static byte[] Decompress(ExplorerFile file)
    {
        using var source = new GZipStream(new MemoryStream(file.Content), CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }
}
