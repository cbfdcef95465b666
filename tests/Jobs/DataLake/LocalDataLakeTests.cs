using System.Text;
using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.Tests.DataLake;

public sealed class LocalDataLakeTests : IDisposable
{
    private readonly TemporaryLake _folder = new();
    private readonly LocalDataLake _lake;

    public LocalDataLakeTests() => _lake = new LocalDataLake(_folder.Root);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_seen_whole_once_it_is_complete_and_not_before()
    {
        await using (var file = await _lake.CreateAsync("a/b.txt", Token))
        {
            await file.WriteAsync("half"u8.ToArray(), Token);
            Assert.False(await _lake.ExistsAsync("a/b.txt", Token));
            Assert.Empty(await ListAsync("a"));
            await file.WriteAsync(" and half"u8.ToArray(), Token);
            await file.CompleteAsync(Token);
        }

        Assert.Equal("half and half", await ReadAsync("a/b.txt"));
        Assert.Equal([new LakeEntry("a/b.txt", 13)], await ListAsync("a"));
    }

    [Fact]
    public async Task A_file_that_is_not_completed_never_was()
    {
        await WriteAsync("x/y", "old");

        await using (var file = await _lake.CreateAsync("x/y", Token))
        {
            await file.WriteAsync("new"u8.ToArray(), Token);
        }

        Assert.Equal("old", await ReadAsync("x/y"));
        Assert.Equal([Path.Combine("x", "y")], _folder.Files());
    }

    [Fact]
    public async Task A_reader_of_a_replaced_file_reads_the_old_one_to_its_end()
    {
        await WriteAsync("f", "old");
        await using var reader = await _lake.OpenAsync("f", Token);

        await WriteAsync("f", "new");

        using var text = new StreamReader(reader);
        Assert.Equal("old", await text.ReadToEndAsync(Token));
        Assert.Equal("new", await ReadAsync("f"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("a//b")]
    [InlineData("")]
    [InlineData("a/.hidden")]
    [InlineData("a\\b")]
    [InlineData("c:/x")]
    [InlineData("a\nb")]
    public async Task A_path_that_leads_out_of_the_lake_is_refused(string path)
    {
        var refused = await Assert.ThrowsAsync<DataLakeException>(() => _lake.CreateAsync(path, Token));

        Assert.Equal(DataLakeException.InvalidPath, refused.Code);
    }

    [Fact]
    public async Task A_link_out_of_the_lake_is_refused()
    {
        Directory.CreateDirectory(_folder.Root);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "link"), Path.GetTempPath());

        var refused = await Assert.ThrowsAsync<DataLakeException>(() => _lake.CreateAsync("link/x", Token));

        Assert.Equal(DataLakeException.InvalidPath, refused.Code);
    }

    [Fact]
    public async Task A_full_disk_is_one_clear_error_and_leaves_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full to stand for a full disk.");
        Directory.CreateDirectory(_folder.Root);
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        var refused = await Assert.ThrowsAnyAsync<IOException>(async () => await full.WriteAsync(new byte[1], Token));

        Assert.Equal(DataLakeException.Full, LocalFailure.From(_folder.Root, refused).Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_clear_error()
    {
        // Root may write anywhere, but not below a file.
        var file = Path.Combine(_folder.Directory, "file");
        await File.WriteAllTextAsync(file, "", Token);

        var refused = await Assert.ThrowsAsync<DataLakeException>(() => new LocalDataLake(Path.Combine(file, "lake")).CreateAsync("x", Token));

        Assert.Equal(DataLakeException.Unavailable, refused.Code);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task WriteAsync(string path, string text)
    {
        await using var file = await _lake.CreateAsync(path, Token);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), Token);
        await file.CompleteAsync(Token);
    }

    private async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(await _lake.OpenAsync(path, Token));
        return await reader.ReadToEndAsync(Token);
    }

    private async Task<List<LakeEntry>> ListAsync(string folder)
    {
        var entries = new List<LakeEntry>();
        await foreach (var entry in _lake.ListAsync(folder, Token))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
