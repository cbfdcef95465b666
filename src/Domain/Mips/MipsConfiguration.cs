using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Settings;
using Npgsql;

namespace HealthGraph.Domain.Mips;

/// <summary>Changes settings and registrations, one at a time, and takes back what would leave a year that cannot be exported.</summary>
public sealed class MipsConfiguration(NpgsqlDataSource dataSource)
{
    public const string UnknownSetting = "UNKNOWN_SETTING";
    public const string InvalidSetting = "INVALID_SETTING";
    public const string RegistrationMissing = "MIPS_REGISTRATION_MISSING";

    /// <summary>Sets it, or takes it away when the text is null.</summary>
    /// <exception cref="HealthGraphException">There is no such setting, it cannot have this text, or the year would not hold together.</exception>
    public async Task SetAsync(string key, string? text, string changedBy, CancellationToken cancellationToken)
    {
        if (MipsSettingKey.Parse(key) is not var (setting, year))
        {
            throw new HealthGraphException(
                UnknownSetting, $"There is no setting '{key}'. There are {string.Join(", ", MipsSettingKey.All.Select(known => $"healthmonix_{{year}}_{known.Name}"))}.");
        }

        await ChangeAsync(
            year,
            connection => text is null
                ? SettingTable.RemoveAsync(connection, key, cancellationToken)
                : SettingTable.WriteAsync(connection, key, setting.Type, text, changedBy, cancellationToken),
            cancellationToken);
    }

    /// <summary>Registers a state for a year, or takes its registration away when it is null.</summary>
    /// <exception cref="HealthGraphException">There is no such year or state, the names cannot be part of a file's name, or the year would not hold together.</exception>
    public async Task RegisterAsync(int year, string state, MipsRegistration? registration, CancellationToken cancellationToken)
    {
        if (year is < MipsSettings.FirstYear or > MipsSettings.LastYear)
        {
            throw new HealthGraphException(InvalidSetting, $"year is {year}, but must be from {MipsSettings.FirstYear} to {MipsSettings.LastYear}.");
        }

        if (registration is not null && !MipsRegistration.IsPartOfName(registration.RegistrationId))
        {
            throw new HealthGraphException(InvalidSetting, $"registrationId is '{registration.RegistrationId}', but must be letters, digits, dots, hyphens and underscores, 100 at most.");
        }

        if (registration is not null && !MipsRegistration.IsPartOfName(registration.IntegrationKey))
        {
            throw new HealthGraphException(InvalidSetting, "integrationKey must be letters, digits, dots, hyphens and underscores, 100 at most.");
        }

        await ChangeAsync(
            year,
            async connection =>
            {
                await CheckStatesAsync(connection, "state", [state], cancellationToken);
                await (registration is null
                    ? MipsRegistrationTable.RemoveAsync(connection, year, state, cancellationToken)
                    : MipsRegistrationTable.WriteAsync(connection, year, state, registration, cancellationToken));
            },
            cancellationToken);
    }

    private async Task ChangeAsync(int year, Func<NpgsqlConnection, Task> change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Two changes that are each right could be wrong together. Readers do not wait.
        await using (var command = new NpgsqlCommand("LOCK TABLE settings.setting IN SHARE ROW EXCLUSIVE MODE", connection))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await change(connection);
        var settings = await MipsSettings.ReadAsync(connection, year, cancellationToken);
        await CheckStatesAsync(connection, "states", settings.States, cancellationToken);
        if (settings.IsEnabled)
        {
            var registrations = await MipsRegistrationTable.ReadAsync(connection, year, cancellationToken);
            var missing = settings.States.Where(listed => !registrations.ContainsKey(listed)).ToList();
            if (missing.Count > 0 || registrations.Count == 0)
            {
                throw new HealthGraphException(
                    RegistrationMissing,
                    missing.Count == 0
                        ? $"{year} is enabled and has no registrations."
                        : $"{year} is enabled, and {string.Join(", ", missing)} would have no registration.");
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CheckStatesAsync(
        NpgsqlConnection connection, string field, IReadOnlyCollection<string> states, CancellationToken cancellationToken)
    {
        if (await MipsStateTable.FirstUnknownAsync(connection, states, cancellationToken) is { } unknown)
        {
            throw new HealthGraphException(InvalidSetting, $"{field}: '{unknown}' is no state of the United States.");
        }
    }
}
