using System.Text;

namespace HealthGraph.Api.Tests.Streaming;

/// <summary>A response that comes bit by bit, read up to the marks that a test waits for.</summary>
internal sealed class StreamReader(HttpResponseMessage response, Stream body) : IDisposable
{
    private readonly byte[] _buffer = new byte[4096];
    private string _unread = "";

    public HttpResponseMessage Response => response;

    public static async Task<StreamReader> OpenAsync(ApiServer api, HttpRequestMessage request)
    {
        // The head comes at once, before there is anything to tell; a keep-alive comes much later.
        using var head = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        head.CancelAfter(TimeSpan.FromSeconds(9));
        var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, head.Token);
        return new StreamReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A subscription asked for by POST.</summary>
    public static Task<StreamReader> SubscribeAsync(ApiServer api, string query, string accept, object? variables = null, string? key = null)
    {
        var request = ApiServer.Post(System.Text.Json.JsonSerializer.Serialize(new { query, variables }));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Authorization = new("Bearer", key ?? api.AnalystKey);
        return OpenAsync(api, request);
    }

    /// <summary>Everything up to the mark, which is read as well.</summary>
    public async Task<string> ReadToAsync(string mark)
    {
        int at;
        while ((at = _unread.IndexOf(mark, StringComparison.Ordinal)) < 0)
        {
            var read = await body.ReadAsync(_buffer, TestContext.Current.CancellationToken);
            Assert.True(read > 0, $"The response ended before '{mark}': {_unread}");
            _unread += Encoding.UTF8.GetString(_buffer, 0, read);
        }

        var text = _unread[..at];
        _unread = _unread[(at + mark.Length)..];
        return text;
    }

    /// <summary>The next event that is not a comment.</summary>
    public async Task<string> ReadEventAsync()
    {
        string text;
        do
        {
            text = await ReadToAsync("\n\n");
        }
        while (text == ":");
        return text;
    }

    public async Task<string> ReadToEndAsync()
    {
        int read;
        while ((read = await body.ReadAsync(_buffer, TestContext.Current.CancellationToken)) > 0)
        {
            _unread += Encoding.UTF8.GetString(_buffer, 0, read);
        }

        return _unread;
    }

    public void Dispose() => response.Dispose();
}
