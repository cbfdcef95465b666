using HealthGraph.Domain.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Domain.Database;

public static class DatabaseServiceCollectionExtensions
{
    /// <summary>
    /// The pool of connections and the DbContext over it. The configuration is read at the first use, so that the host may
    /// start the embedded database in between and set <see cref="DatabaseOptions.ConnectionString"/>.
    /// </summary>
    public static IServiceCollection AddHealthGraphDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ =>
        {
            var options = DatabaseOptions.From(configuration);
            return DatabaseConnection.Create(
                options.ConnectionString
                    ?? throw new HealthGraphException("CONFIGURATION", $"{DatabaseOptions.Section}:ConnectionString is not set."),
                options.MaxPoolSize);
        });
        return services.AddDbContextPool<HealthGraphDbContext>(
            (provider, builder) => HealthGraphDbContext.Configure(builder, provider.GetRequiredService<NpgsqlDataSource>()));
    }
}
