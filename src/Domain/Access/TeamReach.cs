using System.Collections.Concurrent;
using System.Globalization;
using HealthGraph.Domain.Errors;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace HealthGraph.Domain.Access;

/// <summary>
/// Whether a principal's teams have few patients: then a page is found sooner from the patients than along the order of the page, where
/// nearly every row would be another team's. An answer is kept for <see cref="KeptFor"/>, as it changes little and decides nothing
/// but the way.
/// </summary>
public sealed class TeamReach(NpgsqlDataSource dataSource, IConfiguration configuration, TimeProvider time)
{
    public const string Setting = "HealthGraph:Access:FewPatients";
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    // Past it, walking along the order of a page finds its rows about as soon: docs/performance.md.
    private const int DefaultFew = 1_500;

    // More sets of teams than there are keys is a sign of tokens that each name others: begin anew.
    private const int Capacity = 10_000;

    private readonly int _few = Read(configuration[Setting]);
    private readonly ConcurrentDictionary<string, (bool IsFew, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async ValueTask<Principal> MeasureAsync(Principal principal, CancellationToken cancellationToken)
    {
        if (principal.Role is not Role.Team)
        {
            return principal;
        }

        var teams = string.Join(',', principal.Teams);
        var now = time.GetUtcNow();
        if (!_known.TryGetValue(teams, out var known) || now >= known.Until)
        {
            known = (await HasFewAsync(principal.Teams, cancellationToken), now + KeptFor);
            if (_known.Count >= Capacity)
            {
                _known.Clear();
            }

            _known[teams] = known;
        }

        return principal with { SeesFewPatients = known.IsFew };
    }

    private static int Read(string? text) => string.IsNullOrEmpty(text)
        ? DefaultFew
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var few)
            ? few
            : throw new HealthGraphException("CONFIGURATION", $"{Setting} is '{text}', but must be a whole number from 0.");

    private async Task<bool> HasFewAsync(IReadOnlyList<long> teams, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            SELECT count(*)
            FROM (SELECT FROM immunisation.patient_team WHERE team_id = ANY ($1) LIMIT $2) AS few
            """);
        command.Parameters.Add(new() { Value = teams.ToArray() });
        command.Parameters.Add(new() { Value = (long)_few + 1 });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! <= _few;
    }
}
