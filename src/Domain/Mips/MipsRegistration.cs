namespace HealthGraph.Domain.Mips;

/// <summary>How the registry knows the sender of a state's file. The key is a secret: it belongs into the name of the file and nowhere else.</summary>
public sealed record MipsRegistration(string RegistrationId, string IntegrationKey)
{
    /// <summary>What is shown in place of the key.</summary>
    public const string Mask = "***";

    /// <summary>Parts of a file's name: nothing that a path, a shell or sftp could take for something else.</summary>
    public static bool IsPartOfName(string text) =>
        text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && text[0] is not ('.' or '-');

    public override string ToString() => $"{RegistrationId} {Mask}";
}
