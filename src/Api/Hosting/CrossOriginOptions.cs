using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Hosting;

/// <summary>Bound from <c>HealthGraph:CrossOrigin</c>: the web pages of other origins that may call from a browser.</summary>
public sealed class CrossOriginOptions
{
    public const string Section = "HealthGraph:CrossOrigin";

    /// <summary>Origins such as <c>https://app.example.org</c>; none by default.</summary>
    public IList<string> Origins { get; } = [];
}

internal sealed class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>
{
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options) =>
        options.Origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
            ? ValidateOptionsResult.Fail(
                $"{CrossOriginOptions.Section}:{nameof(options.Origins)} has '{wrong}': an origin is a scheme and a host, such as https://app.example.org.")
            : ValidateOptionsResult.Success;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}

internal static class CrossOriginExtensions
{
    private static readonly TimeSpan PreflightIsKeptFor = TimeSpan.FromHours(1);

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services)
    {
        services.AddOptions<CrossOriginOptions>().BindConfiguration(CrossOriginOptions.Section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<CrossOriginOptions>, CrossOriginOptionsValidator>().AddCors();
    }

    /// <summary>Answers the preflights of the allowed origins, and lets their pages read responses. Keys are sent by scripts, so cookies are not allowed.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value.Origins;
        if (origins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. origins])
                .WithMethods(HttpMethods.Get, HttpMethods.Post)
                .AllowAnyHeader()
                .WithExposedHeaders("Allow", "Content-Disposition", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate")
                .SetPreflightMaxAge(PreflightIsKeptFor));
        }
    }
}
