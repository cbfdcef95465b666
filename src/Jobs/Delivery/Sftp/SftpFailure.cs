namespace HealthGraph.Jobs.Delivery.Sftp;

/// <summary>How a session of the OpenSSH client ended, as one of the delivery's failures. What it wrote may name the file, so none of it is passed on.</summary>
internal static class SftpFailure
{
    // What a command of the batch ends with. All others: the connection or the login did not come about (255), or a signal ended it.
    private const int CommandFailed = 1;

    public static DeliveryException From(string receiver, int exitCode, string error) => exitCode == CommandFailed
        ? OfCommand(receiver, error)
        : OfConnection(receiver, error);

    public static DeliveryException TooSlow(string receiver) =>
        new(DeliveryException.Unavailable, $"{receiver} took too long; the session was ended.", isTransient: true);

    public static DeliveryException Configuration(string message) => new(DeliveryException.Configuration, message);

    private static DeliveryException OfConnection(string receiver, string error) => error switch
    {
        _ when Says(error, HostKeyChanged) => new(
            DeliveryException.HostKey, $"{receiver} shows another host key than the pinned one. Nothing was sent. Ask the receiver before changing the pinned key."),
        _ when Says(error, HostKeyUnknown) => new(
            DeliveryException.HostKey, $"No host key is pinned that fits {receiver}. Nothing was sent."),
        _ when Says(error, BadConfiguration) => Configuration("The ssh client does not take the settings of the delivery."),
        _ when Says(error, KeyFile) => Configuration(
            $"The private key for {receiver} cannot be used: its file must be a key, and readable by this user alone."),
        _ when Says(error, LoginRefused) => new(DeliveryException.Denied, $"{receiver} refuses the login."),
        _ => new(DeliveryException.Unavailable, $"{receiver} cannot be reached, or broke the connection off.", isTransient: true),
    };

    private static DeliveryException OfCommand(string receiver, string error) => error switch
    {
        _ when Says(error, ConnectionLost) => OfConnection(receiver, error),
        _ when HasNoSpace(error) => new(DeliveryException.Full, $"{receiver} has no space for the file.", isTransient: true),
        _ when Says(error, ["remote rename"]) && Says(error, ["No such file"]) => new(
            DeliveryException.Incomplete, $"{receiver} does not have the file under its temporary name any more: it was taken away.", isTransient: true),
        _ when Says(error, ["remote rename"]) => Configuration(
            $"{receiver} does not let the file take its name. If one of that name is there, set {DeliveryOptions.Section}:Sftp:Replace to {nameof(SftpReplacement.DeleteThenRename)}."),
        _ when Says(error, ["Permission denied"]) => new(DeliveryException.Denied, $"{receiver} does not permit to write into the folder."),
        _ when Says(error, ["No such file", "ot a directory"]) => Configuration($"{receiver} does not have the folder."),
        _ => Configuration($"{receiver} does not do what it is asked for."),
    };

    private static readonly string[] HostKeyChanged = ["REMOTE HOST IDENTIFICATION HAS CHANGED", "POSSIBLE DNS SPOOFING", "REVOKED HOST KEY"];

    private static readonly string[] HostKeyUnknown = ["Host key verification failed", "host key is known for", "no matching host key type"];

    private static readonly string[] BadConfiguration = ["Bad configuration option", "bad configuration options", "extra arguments", "Bad owner or permissions"];

    private static readonly string[] KeyFile = ["bad permissions", "invalid format", "error in libcrypto", "incorrect passphrase"];

    private static readonly string[] LoginRefused = ["Permission denied", "Too many authentication failures", "No more authentication methods"];

    private static readonly string[] ConnectionLost = ["Connection closed", "Connection reset", "Connection lost", "Broken pipe", "not responding"];

    private static readonly string[] NoSpace = ["No space left", "no space left", "Quota exceeded", "quota exceeded"];

    private static readonly string[] Writing = ["write remote", "dest open", "close remote", "remote fsync"];

    // Version 3 of the protocol has no word for a full disk. What else lets a write fail goes away in time as well.
    private static bool HasNoSpace(string error) => Says(error, NoSpace) || (Says(error, Writing) && error.Contains(": Failure", StringComparison.Ordinal));

    private static bool Says(string error, string[] words) => words.Any(word => error.Contains(word, StringComparison.Ordinal));
}
