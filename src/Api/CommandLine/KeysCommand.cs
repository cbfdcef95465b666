using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Errors;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>keys create|list|rotate|revoke</c>: who may ask.</summary>
internal static class KeysCommand
{
    private const int LongestLifeInDays = 3650;
    private const int LongestOverlapInHours = 720;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create() => new("keys", "API keys: who may ask, and what.")
    {
        CreateCreate(),
        CreateList(),
        CreateRotate(),
        CreateRevoke(),
    };

    private static Command CreateCreate()
    {
        var name = new Option<string>("--name") { Description = "Whose key it is; shown in lists and in the log.", Required = true };
        var role = new Option<string>("--role") { Description = "What it may do.", Required = true };
        role.AcceptOnlyFromAmong([.. RoleNames.Grantable.Select(grantable => grantable.ToName())]);
        var teams = new Option<long[]>("--team") { Description = "A team whose patients the role team sees; may be repeated.", HelpName = "ID" };
        var days = new Option<int?>("--expires-in-days") { Description = "When it ends by itself; never unless given.", HelpName = "N" };
        days.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= LongestLifeInDays))
            {
                result.AddError($"--expires-in-days is '{token.Value}', but must be a number from 1 to {LongestLifeInDays}.");
            }
        });
        var json = SharedOptions.Json();
        var command = new Command("create", "Make a key. It is printed once: only its hash is kept.") { name, role, teams, days, json };
        command.Validators.Add(result =>
        {
            var isForTeam = result.GetResult(role) is { Tokens: [var granted] } && granted.Value == Role.Team.ToName();
            if (result.GetResult(teams) is { Tokens.Count: > 0 } && !isForTeam)
            {
                result.AddError("--team goes with --role team only.");
            }

            if (result.GetResult(name) is { Tokens: [var token] } && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError("--name must not be empty.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            _ = RoleNames.TryParse(parsed.GetRequiredValue(role), out var granted);
            var lifetime = parsed.GetValue(days);
            var created = await WithStoreAsync(parsed, store => store.CreateAsync(
                new NewApiKey(parsed.GetRequiredValue(name).Trim(), granted)
                {
                    Teams = parsed.GetValue(teams) ?? [],
                    ExpiresAt = lifetime is { } n ? TimeProvider.System.GetUtcNow().AddDays(n) : null,
                },
                cancellationToken), cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { key = created.Secret.Reveal(), details = ToJson(created.Key) }, Indented)
                : created.Secret.Reveal());
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateList()
    {
        var json = SharedOptions.Json();
        var command = new Command("list", "List the keys, without the keys themselves.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var keys = await WithStoreAsync(parsed, store => store.ListAsync(cancellationToken), cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(keys.Select(ToJson), Indented));
                return ExitCodes.Success;
            }

            var now = TimeProvider.System.GetUtcNow();
            await output.WriteLineAsync($"{"id",-36}  {"prefix",-11}  {"role",-12}  {"state",-8}  {"last used",-16}  name");
            foreach (var key in keys)
            {
                var state = key.RevokedAt is not null ? "revoked" : key.IsValidAt(now) ? "valid" : "expired";
                var lastUsed = key.LastUsedAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never";
                await output.WriteLineAsync($"{key.Id,-36}  {key.Prefix,-11}  {key.Role.ToName(),-12}  {state,-8}  {lastUsed,-16}  {key.Name}");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRotate()
    {
        var which = new Argument<string>("KEY") { Description = "The id or the prefix that 'keys list' shows." };
        var hours = new Option<int>("--overlap-hours")
        {
            Description = $"How long the old key stays valid beside the new one, 0 to {LongestOverlapInHours}.",
            HelpName = "N",
            DefaultValueFactory = static _ => 24,
        };
        hours.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out var n) && n is >= 0 and <= LongestOverlapInHours))
            {
                result.AddError($"--overlap-hours is '{token.Value}', but must be a number from 0 to {LongestOverlapInHours}.");
            }
        });
        var json = SharedOptions.Json();
        var command = new Command("rotate", "Make a new key like an old one, which ends after a while. The new one is printed once.") { which, hours, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(which);
            var overlap = TimeSpan.FromHours(parsed.GetValue(hours));
            var created = await WithStoreAsync(parsed, store => RotateAsync(store, text, overlap, cancellationToken), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { key = created.Secret.Reveal(), details = ToJson(created.Key) }, Indented)
                : created.Secret.Reveal());
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<CreatedApiKey> RotateAsync(ApiKeyStore store, string which, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var found = await FindAsync(store, which, cancellationToken);
        return await store.RotateAsync(found.Id, overlap, cancellationToken)
            ?? throw new HealthGraphException("KEY_REVOKED", $"The key {found.Prefix}… ({found.Name}) was revoked or has expired: make a new one.");
    }

    private static Command CreateRevoke()
    {
        var which = new Argument<string>("KEY") { Description = "The id or the prefix that 'keys list' shows." };
        var command = new Command("revoke", "End a key: every node refuses it within seconds.") { which };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(which);
            var revoked = await WithStoreAsync(parsed, store => RevokeAsync(store, text, cancellationToken), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"Revoked {revoked.Prefix}… ({revoked.Name}).");
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<ApiKey> RevokeAsync(ApiKeyStore store, string which, CancellationToken cancellationToken)
    {
        var found = await FindAsync(store, which, cancellationToken);
        return await store.RevokeAsync(found.Id, cancellationToken)
            ? found
            : throw new HealthGraphException("KEY_REVOKED", $"The key {found.Prefix}… ({found.Name}) was revoked before.");
    }

    private static async Task<ApiKey> FindAsync(ApiKeyStore store, string which, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(cancellationToken);
        return all.Where(key => key.Prefix == which || key.Id.ToString() == which).ToList() switch
        {
            [var only] => only,
            [] => throw new HealthGraphException("UNKNOWN_KEY", $"No key has the id or prefix '{Shorten(which)}'. See: healthgraph keys list"),
            _ => throw new HealthGraphException("AMBIGUOUS_KEY", $"Several keys have the prefix '{Shorten(which)}': name one by its id."),
        };
    }

    // Who pastes a whole key here shall not find it in the terminal's log.
    private static string Shorten(string text) => text.Length <= 40 ? text : text[..11] + "…";

    private static async Task<T> WithStoreAsync<T>(ParseResult parsed, Func<ApiKeyStore, Task<T>> action, CancellationToken cancellationToken)
    {
        await using var database = await DatabaseSession.OpenAsync(
            Settings.Load(), parsed.GetRequiredValue(SharedOptions.Data), cancellationToken);
        await database.MigrateOwnAsync(cancellationToken);
        return await action(new ApiKeyStore(database.DataSource, TimeProvider.System));
    }

    private static object ToJson(ApiKey key) => new
    {
        key.Id,
        key.Name,
        role = key.Role.ToName(),
        key.Teams,
        key.Prefix,
        key.CreatedAt,
        key.ExpiresAt,
        key.RevokedAt,
        key.LastUsedAt,
    };
}
