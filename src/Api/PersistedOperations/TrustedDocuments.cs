using System.Text;
using HealthGraph.Api.Composition;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HealthGraph.Api.PersistedOperations;

/// <summary>
/// The documents of the operator's folder, by id and by hash. Read when the server starts and again when the folder changes; a folder that cannot be
/// read then leaves those in force that were read before.
/// </summary>
internal sealed class TrustedDocuments : IHostedService, IDisposable
{
    // An editor, or a copy of many files, changes the folder many times in a moment.
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(250);

    private readonly TrustedDocumentOptions _options;
    private readonly SchemaProvider _schema;
    private readonly ILogger<TrustedDocuments> _logger;
    private readonly ITimer _reload;
    private PhysicalFileProvider? _folder;
    private IDisposable? _watch;
    private volatile Index _index = Index.Empty;

    public TrustedDocuments(
        IOptions<TrustedDocumentOptions> options, SchemaProvider schema, TimeProvider time, ILogger<TrustedDocuments> logger)
    {
        _options = options.Value;
        _schema = schema;
        _logger = logger;
        _reload = time.CreateTimer(_ => Reload(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether nothing else is executed.</summary>
    public bool Only => _options.Only;

    public byte[]? Find(string id) => _index.ById.GetValueOrDefault(id);

    public byte[]? Find(DocumentHash hash) => _index.ByHash.GetValueOrDefault(hash);

    public bool Contains(ReadOnlySpan<byte> document) => _index.ByHash.ContainsKey(DocumentHash.Of(document));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Folder is not { Length: > 0 } folder)
        {
            return Task.CompletedTask;
        }

        _index = Load(folder);
        _schema.Changed += OnSchemaChanged;
        _folder = new PhysicalFileProvider(Path.GetFullPath(folder));
        _watch = ChangeToken.OnChange(() => _folder.Watch("**/*"), LoadSoon);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _schema.Changed -= OnSchemaChanged;
        _watch?.Dispose();
        _folder?.Dispose();
        _reload.Dispose();
    }

    private void OnSchemaChanged(object? sender, EventArgs e) => LoadSoon();

    private void LoadSoon() => _reload.Change(Settled, Timeout.InfiniteTimeSpan);

    private void Reload()
    {
        try
        {
            _index = Load(_options.Folder!);
        }
        catch (Exception e) when (e is TrustedDocumentException or IOException or UnauthorizedAccessException)
        {
            _logger.NotReloaded(e.Message, e);
        }
    }

    private Index Load(string folder)
    {
        var index = new Index();
        var executor = _schema.ExecutorFor(caller: null);
        foreach (var document in TrustedDocumentFolder.Read(folder))
        {
            if (ProblemOf(document, index, executor) is { } problem)
            {
                _logger.NotServed(document.Id, document.Origin, problem);
                continue;
            }

            index.ById[document.Id] = document.Text;
            index.ByHash[DocumentHash.Of(document.Text)] = document.Text;
            if (DocumentHash.TryParse(document.Id, out var hash))
            {
                index.ByHash[hash] = document.Text;
            }
        }

        _logger.Loaded(index.ById.Count, folder, Only ? "nothing else is executed" : "other documents are executed too");
        return index;
    }

    private static string? ProblemOf(TrustedDocument document, Index index, OperationExecutor executor)
    {
        if (index.ById.TryGetValue(document.Id, out var other) && !other.AsSpan().SequenceEqual(document.Text))
        {
            return "another document has this id";
        }

        // A file is often saved with a line break more than the text that was hashed.
        if (DocumentHash.TryParse(document.Id, out var hash)
            && hash != DocumentHash.Of(document.Text)
            && hash != DocumentHash.Of(document.Text.AsSpan().TrimEnd("\r\n"u8)))
        {
            return "its id is a hash, and not that of its text";
        }

        return executor.Prepare(document.Text, out var refusal) is null
            ? string.Join(' ', refusal!.Errors.Select(error => new StringBuilder(error.Message)
                .Append(error.Locations is [var first, ..] ? $" (line {first.Line})" : "")
                .ToString()))
            : null;
    }

    private sealed class Index
    {
        public static readonly Index Empty = new();

        public Dictionary<string, byte[]> ById { get; } = new(StringComparer.Ordinal);

        public Dictionary<DocumentHash, byte[]> ByHash { get; } = [];
    }
}
