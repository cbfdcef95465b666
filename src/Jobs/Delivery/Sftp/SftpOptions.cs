using System.ComponentModel.DataAnnotations;

namespace HealthGraph.Jobs.Delivery.Sftp;

/// <summary>The receiver's SFTP server. Environment: <c>HEALTHGRAPH__DELIVERY__SFTP__…</c>. Without a host files go to the outbox.</summary>
public sealed class SftpOptions
{
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 22;

    public string? User { get; set; }

    /// <summary>The folder there; none means the one that the login ends in.</summary>
    public string? Folder { get; set; }

    /// <summary>The server's public key: a <c>known_hosts</c> file, or a line of one with or without the host. No other key is ever taken.</summary>
    public string? KnownHosts { get; set; }

    /// <summary>The private key's file, readable by this user alone.</summary>
    public string? IdentityFile { get; set; }

    /// <summary>Of the private key.</summary>
    public string? Passphrase { get; set; }

    public string? Password { get; set; }

    /// <summary>How a file that is there already is replaced.</summary>
    public SftpReplacement Replace { get; set; }

    [Range(1, 600)]
    public int ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>The server is asked this often whether it is there; after three times without an answer it is given up.</summary>
    [Range(1, 600)]
    public int AliveIntervalSeconds { get; set; } = 5;

    /// <summary>A transfer slower than this is given up.</summary>
    [Range(1, int.MaxValue)]
    public int MinimumBytesPerSecond { get; set; } = 64 * 1024;

    /// <summary>What a session may take beside the transfer.</summary>
    [Range(1, 3600)]
    public int GraceSeconds { get; set; } = 60;
}

public enum SftpReplacement
{
    /// <summary>By the rename itself, in one step. Servers of OpenSSH can.</summary>
    Rename,

    /// <summary>The old file is deleted first: for a moment there is none.</summary>
    DeleteThenRename,
}
