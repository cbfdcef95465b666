using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Delivery.Sftp;

/// <summary>Settings that cannot work stop the host at its start. They go into a file for ssh and into commands for sftp, so signs that mean something there are refused.</summary>
internal sealed class SftpOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const string Section = $"{DeliveryOptions.Section}:Sftp";

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var problems = string.IsNullOrEmpty(options.Sftp.Host) ? [] : Problems(options.Sftp).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(SftpOptions options)
    {
        if (!IsName(options.Host!, ".-:"))
        {
            yield return $"{Section}:Host is no host name or address.";
        }

        if (string.IsNullOrEmpty(options.User) || !IsName(options.User, "._-@+"))
        {
            yield return $"{Section}:User must be a name of letters, digits and ._-@+.";
        }

        if (string.IsNullOrWhiteSpace(options.KnownHosts))
        {
            yield return $"{Section}:KnownHosts is needed: the server's public key, or a known_hosts file with it.";
        }

        if (string.IsNullOrEmpty(options.IdentityFile) && string.IsNullOrEmpty(options.Password))
        {
            yield return $"{Section} needs an IdentityFile or a Password.";
        }

        if (options.Folder?.Any(IsSpecial) == true)
        {
            yield return $"{Section}:Folder has a sign that a name for sftp cannot have.";
        }

        if (options.IdentityFile?.Any(c => IsSpecial(c) || c is '%' or '$') == true)
        {
            yield return $"{Section}:IdentityFile has a sign that a name for ssh cannot have.";
        }
    }

    private static bool IsName(string text, string others) =>
        char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));

    private static bool IsSpecial(char c) => char.IsControl(c) || c is '"' or '\'' or '\\' or '*' or '?' or '[' or ']' or '{' or '}';
}
