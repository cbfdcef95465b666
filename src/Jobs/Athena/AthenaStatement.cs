using System.Security.Cryptography;
using System.Text;

namespace HealthGraph.Jobs.Athena;

/// <param name="Sql">At most 262,144 bytes of UTF-8, which is Athena's limit; <c>?</c> stands for a parameter.</param>
/// <param name="Parameters">As SQL has literals: text in its own single quotes.</param>
internal sealed record AthenaStatement(string Sql, IReadOnlyList<string> Parameters)
{
    /// <summary>What Athena knows a query again by: the same for the same statement of the same run, however often it is sent.</summary>
    public string Token(Guid runId, string name, int number, int generation)
    {
        var text = string.Join('\n', [$"{runId}", name, $"{number}", $"{generation}", Sql, .. Parameters]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
