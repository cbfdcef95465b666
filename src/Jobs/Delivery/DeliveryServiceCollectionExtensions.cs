using HealthGraph.Jobs.Delivery.Sftp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Delivery;

internal static class DeliveryServiceCollectionExtensions
{
    public static IServiceCollection AddFileDelivery(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        services.AddOptions<DeliveryOptions>().Bind(configuration.GetSection(DeliveryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, SftpOptionsValidator>();
        return services.AddSingleton<IFileDelivery>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
            if (options.Sftp.Host is { Length: > 0 })
            {
                return new SftpDelivery(options.Sftp, provider.GetRequiredService<TimeProvider>());
            }

            var folder = string.IsNullOrEmpty(options.Outbox) ? Path.Combine(dataDirectory, "outbox") : options.Outbox;
            return new OutboxDelivery(Path.GetFullPath(folder), provider.GetRequiredService<TimeProvider>());
        });
    }
}
