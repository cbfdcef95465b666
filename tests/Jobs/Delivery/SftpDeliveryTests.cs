using HealthGraph.Jobs.Delivery;
using HealthGraph.Jobs.Delivery.Sftp;

namespace HealthGraph.Jobs.Tests.Delivery;

public sealed class SftpDeliveryTests : IDisposable
{
    private const string Secret = "KEY0123456789";
    private const string RemoteName = $"Quality_21742_{Secret}.csv";

    // Takes so much of the first session and then nothing more.
    private const string Stuck =
        "sh -c 'cd INBOX && if mkdir ../stuck 2> /dev/null; then "
        + "{ dd bs=4096 count=200 status=none; while kill -0 $PPID; do sleep 1; done; } 2> /dev/null | /usr/lib/openssh/sftp-server; "
        + "else exec /usr/lib/openssh/sftp-server; fi'";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hg-sftp-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_arrives_under_a_temporary_name_and_then_takes_its_own()
    {
        await using var server = await SshServer.StartAsync();
        var local = Local(3_000_000);

        await using var pending = await Delivery(server).UploadAsync(local, RemoteName, Token);

        Assert.DoesNotContain(RemoteName, server.Files().Keys);
        Assert.Equal(3_000_000, Assert.Single(server.Files()).Value);
        var delivered = await pending.CompleteAsync(Token);
        Assert.Equal(3_000_000, delivered.Bytes);
        Assert.Equal(RemoteName, Assert.Single(server.Files()).Key);
        Assert.Equal(await File.ReadAllBytesAsync(local, Token), await File.ReadAllBytesAsync(Path.Combine(server.Inbox, RemoteName), Token));
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_and_one_that_is_not_completed_goes_away()
    {
        await using var server = await SshServer.StartAsync();
        server.Put(RemoteName, "old");

        await using (await Delivery(server).UploadAsync(Local(1000), RemoteName, Token))
        {
            Assert.Equal(2, server.Files().Count);
        }

        Assert.Equal((RemoteName, 3), One(server));
        await DeliverAsync(Delivery(server), 1000);
        Assert.Equal((RemoteName, 1000), One(server));
    }

    [Fact]
    public async Task What_a_killed_attempt_left_goes_away_with_the_next_one()
    {
        await using var server = await SshServer.StartAsync();
        server.Put($"{RemoteName}.0123456789.part", "left");
        server.Put("other.csv.0123456789.part", "another file's");

        await DeliverAsync(Delivery(server), 1000);

        Assert.Equal([RemoteName, "other.csv.0123456789.part"], server.Files().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_temporary_file_that_was_taken_away_is_to_be_sent_again()
    {
        await using var server = await SshServer.StartAsync();
        await using var pending = await Delivery(server).UploadAsync(Local(1000), RemoteName, Token);
        File.Delete(Assert.Single(Directory.GetFiles(server.Inbox)));

        var failed = await Assert.ThrowsAsync<DeliveryException>(() => pending.CompleteAsync(Token));

        Assert.Equal((DeliveryException.Incomplete, true), (failed.Code, failed.IsTransient));
    }

    [Fact]
    public async Task What_the_receiver_has_is_known_by_its_bytes()
    {
        await using var server = await SshServer.StartAsync();
        var local = Local(1000);
        var other = new byte[1000];

        var nothing = await Delivery(server).FindAsync(local, RemoteName, Token);
        await File.WriteAllBytesAsync(Path.Combine(server.Inbox, RemoteName), other, Token);
        var sameSize = await Delivery(server).FindAsync(local, RemoteName, Token);
        await DeliverAsync(Delivery(server), 1000);
        var same = await Delivery(server).FindAsync(Local(1000), RemoteName, Token);

        Assert.Null(nothing);
        Assert.Null(sameSize);
        Assert.Equal(1000, same?.Bytes);
    }

    [Fact]
    public async Task A_folder_with_a_space_in_its_name_is_used()
    {
        await using var server = await SshServer.StartAsync();
        Directory.CreateDirectory(Path.Combine(server.Inbox, "from us"));

        await DeliverAsync(Delivery(server, options => options.Folder = "from us"), 1000);

        Assert.Equal(1000, new FileInfo(Path.Combine(server.Inbox, "from us", RemoteName)).Length);
    }

    [Fact]
    public async Task A_password_is_given_when_the_server_asks_for_it()
    {
        await using var server = await SshServer.StartAsync(mounts: SshServer.KnownPassword);

        await DeliverAsync(Delivery(server, ByPassword(SshServer.Password)), 1000);

        Assert.Equal((RemoteName, 1000), One(server));
    }

    [Fact]
    public async Task A_key_with_a_passphrase_is_opened()
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.NewKeyAsync("protected", "opens it");
        File.Copy(key + ".pub", Path.Combine(server.Folder, "authorized"), overwrite: true);

        await DeliverAsync(Delivery(server, options => (options.IdentityFile, options.Passphrase) = (key, "opens it")), 1000);

        Assert.Equal((RemoteName, 1000), One(server));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_never_again()
    {
        await using var server = await SshServer.StartAsync();

        await AssertFailsAsync(Delivery(server, ByPassword("not " + SshServer.Password)), DeliveryException.Denied, isTransient: false);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_refused()
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.NewKeyAsync("stranger");

        await AssertFailsAsync(Delivery(server, options => options.IdentityFile = key), DeliveryException.Denied, isTransient: false);
    }

    [Fact]
    public async Task A_key_that_others_can_read_is_a_matter_of_configuration()
    {
        await using var server = await SshServer.StartAsync();
        var key = Path.Combine(server.Folder, "loose");
        File.Copy(server.ClientKey, key);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await AssertFailsAsync(Delivery(server, options => options.IdentityFile = key), DeliveryException.Configuration, isTransient: false);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("unknown")]
    public async Task A_host_key_that_is_not_the_pinned_one_is_never_accepted(string how)
    {
        await using var server = await SshServer.StartAsync();
        var other = await File.ReadAllTextAsync(await server.NewKeyAsync("other") + ".pub", Token);
        var pinned = how == "changed" ? $"[127.0.0.1]:{server.Port} {other}" : $"elsewhere.example {server.HostKey}";

        await AssertFailsAsync(Delivery(server, options => options.KnownHosts = pinned), DeliveryException.HostKey, isTransient: false);

        Assert.Empty(server.Files());
    }

    [Fact]
    public async Task A_pinned_key_may_be_in_a_file()
    {
        await using var server = await SshServer.StartAsync();
        var path = Path.Combine(server.Folder, "known_hosts");
        await File.WriteAllTextAsync(path, $"[127.0.0.1]:{server.Port} {server.HostKey}", Token);

        await DeliverAsync(Delivery(server, options => options.KnownHosts = path), 10);

        Assert.Equal((RemoteName, 10), One(server));
    }

    [Fact]
    public async Task A_server_that_refuses_the_rename_keeps_the_old_file_and_nothing_else()
    {
        await using var server = await SshServer.StartAsync("internal-sftp -d INBOX -P rename,posix-rename");
        server.Put(RemoteName, "old");

        await AssertFailsAsync(Delivery(server), DeliveryException.Configuration, isTransient: false);

        Assert.Equal((RemoteName, 3), One(server));
    }

    [Fact]
    public async Task A_server_that_cannot_replace_by_a_rename_takes_the_file_where_deleting_is_the_setting()
    {
        await using var server = await SshServer.StartAsync("internal-sftp -d INBOX -P posix-rename");
        server.Put(RemoteName, "old");

        await AssertFailsAsync(Delivery(server), DeliveryException.Configuration, isTransient: false);
        Assert.Equal((RemoteName, 3), One(server));

        await DeliverAsync(Delivery(server, options => options.Replace = SftpReplacement.DeleteThenRename), 1000);
        Assert.Equal((RemoteName, 1000), One(server));
    }

    [Fact]
    public async Task A_session_that_is_killed_in_the_middle_is_tried_again_later()
    {
        await using var server = await SshServer.StartAsync(Stuck);

        var upload = Delivery(server).UploadAsync(Local(20_000_000), RemoteName, Token);
        await ArrivesAsync(server);
        await server.SignalSessionsAsync("KILL");

        AssertIs(await Assert.ThrowsAsync<DeliveryException>(() => upload), DeliveryException.Unavailable, isTransient: true);
        Assert.Empty(server.Files());
    }

    [Fact]
    public async Task A_server_that_freezes_is_left_and_tried_again_later()
    {
        await using var server = await SshServer.StartAsync(Stuck);

        var upload = Delivery(server, options => options.AliveIntervalSeconds = 1).UploadAsync(Local(20_000_000), RemoteName, Token);
        await ArrivesAsync(server);
        await server.SignalSessionsAsync("STOP");

        AssertIs(await Assert.ThrowsAsync<DeliveryException>(() => upload), DeliveryException.Unavailable, isTransient: true);
    }

    [Fact]
    public async Task A_server_that_is_there_and_takes_nothing_is_left_at_the_deadline()
    {
        await using var server = await SshServer.StartAsync(Stuck);
        var slow = Delivery(server, options => (options.GraceSeconds, options.MinimumBytesPerSecond) = (3, int.MaxValue));

        var failed = await Assert.ThrowsAsync<DeliveryException>(() => slow.UploadAsync(Local(20_000_000), RemoteName, Token));

        AssertIs(failed, DeliveryException.Unavailable, isTransient: true);
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing_behind_and_no_list_of_processes_shows_a_secret()
    {
        await using var server = await SshServer.StartAsync(Stuck);
        using var cancel = new CancellationTokenSource();
        var upload = Delivery(server, options => options.Password = "the password").UploadAsync(Local(20_000_000), RemoteName, cancel.Token);
        await ArrivesAsync(server);

        Assert.DoesNotContain(Commands(), command => command.Contains(Secret, StringComparison.Ordinal) || command.Contains("the password", StringComparison.Ordinal));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        await SshServer.HoldsAsync(() => server.Files().Count == 0, "The unfinished file stays.");
    }

    [Fact]
    public async Task A_full_disk_is_tried_again_later_and_nothing_stays_on_it()
    {
        await using var server = await SshServer.StartAsync(mounts: SshServer.SmallDisk);

        await AssertFailsAsync(Delivery(server), DeliveryException.Full, isTransient: true, bytes: 3_000_000);

        Assert.Empty(server.Files());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_matter_of_configuration()
    {
        await using var server = await SshServer.StartAsync();

        await AssertFailsAsync(Delivery(server, options => options.Folder = "none"), DeliveryException.Configuration, isTransient: false);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_later()
    {
        var server = await SshServer.StartAsync();
        var delivery = Delivery(server);
        var key = Path.Combine(_folder.FullName, "key");
        File.Copy(server.ClientKey, key);
        var gone = Delivery(server, options => options.IdentityFile = key);
        await server.DisposeAsync();

        await AssertFailsAsync(gone, DeliveryException.Unavailable, isTransient: true);
        await AssertFailsAsync(delivery, DeliveryException.Configuration, isTransient: false);
    }

    [Theory]
    [InlineData("a b.csv")]
    [InlineData("a\"b.csv")]
    [InlineData("a\nrm x")]
    [InlineData("../a.csv")]
    [InlineData("*.csv")]
    [InlineData("-a.csv")]
    [InlineData("")]
    public async Task Names_that_would_mean_something_to_the_client_are_refused_before_anything_is_sent(string name)
    {
        var delivery = new SftpDelivery(new SftpOptions { Host = "127.0.0.1", Port = 1, User = "nobody", KnownHosts = "none none none" }, TimeProvider.System);

        AssertIs(await Assert.ThrowsAsync<DeliveryException>(() => delivery.UploadAsync(Local(1), name, Token)), DeliveryException.Configuration, isTransient: false);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SftpDelivery Delivery(SshServer server, Action<SftpOptions>? change = null)
    {
        var options = new SftpOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            User = Environment.UserName,
            KnownHosts = server.HostKey,
            IdentityFile = server.ClientKey,
        };
        change?.Invoke(options);
        return new SftpDelivery(options, TimeProvider.System);
    }

    private static Action<SftpOptions> ByPassword(string password) => options => (options.IdentityFile, options.Password) = (null, password);

    private string Local(int bytes)
    {
        var path = Path.Combine(_folder.FullName, $"data{bytes}.csv");
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        File.WriteAllBytes(path, content);
        return path;
    }

    private async Task DeliverAsync(SftpDelivery delivery, int bytes)
    {
        await using var pending = await delivery.UploadAsync(Local(bytes), RemoteName, Token);
        Assert.Equal(bytes, (await pending.CompleteAsync(Token)).Bytes);
    }

    private async Task AssertFailsAsync(SftpDelivery delivery, string code, bool isTransient, int bytes = 1000) =>
        AssertIs(await Assert.ThrowsAsync<DeliveryException>(() => DeliverAsync(delivery, bytes)), code, isTransient);

    private static void AssertIs(DeliveryException failed, string code, bool isTransient)
    {
        Assert.Equal((code, isTransient), (failed.Code, failed.IsTransient));
        Assert.DoesNotContain(Secret, failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SshServer.Password, failed.ToString(), StringComparison.Ordinal);
    }

    private static (string, long) One(SshServer server) => Assert.Single(server.Files()) is var file ? (file.Key, file.Value) : default;

    private static Task ArrivesAsync(SshServer server) => SshServer.HoldsAsync(() => server.Files().Values.Any(length => length > 100_000), "Nothing arrives.");

    private static List<string> Commands()
    {
        var commands = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                commands.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        return commands;
    }
}
