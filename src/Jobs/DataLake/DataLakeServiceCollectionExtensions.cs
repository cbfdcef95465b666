using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.DataLake;

internal static class DataLakeServiceCollectionExtensions
{
    /// <summary>S3 when a bucket is set, else the local folder.</summary>
    public static IServiceCollection AddDataLake(this IServiceCollection services, IConfiguration configuration, string dataDirectory)
    {
        services.AddOptions<DataLakeOptions>().Bind(configuration.GetSection(DataLakeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DataLakeOptions>, DataLakeOptionsValidator>();
        return services.AddSingleton<IDataLake>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DataLakeOptions>>().Value;
            return string.IsNullOrEmpty(options.Bucket)
                ? new LocalDataLake(string.IsNullOrEmpty(options.Folder) ? Path.Combine(dataDirectory, "lake") : options.Folder)
                : new S3DataLake(options);
        });
    }
}
