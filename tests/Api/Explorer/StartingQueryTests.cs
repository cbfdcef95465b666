using System.Text;
using System.Text.RegularExpressions;
using HealthGraph.Api.Composition;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Explorer;

public sealed partial class StartingQueryTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public void The_queries_that_the_explorer_opens_with_fit_the_schema()
    {
        var file = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "Api", "Explorer", "app", "queries.js"));
        var queries = Template().Matches(file).Select(match => match.Groups["query"].Value).ToList();
        var executor = api.Services.GetRequiredService<SchemaProvider>().ExecutorFor(caller: null);

        Assert.Equal(5, queries.Count);
        Assert.All(queries, query =>
        {
            executor.Prepare(Encoding.UTF8.GetBytes(query), out var refusal);
            Assert.Empty(refusal?.Errors.Select(error => error.Message) ?? []);
        });
    }

    [GeneratedRegex("`(?<query>[^`]*)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
