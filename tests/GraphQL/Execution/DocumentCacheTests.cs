using System.Text;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class DocumentCacheTests
{
    [Fact]
    public void A_document_is_found_by_its_text_alone()
    {
        var cache = new DocumentCache<string>(1000);

        cache.Add("{ a }"u8.ToArray(), "a", 10);

        Assert.Equal("a", cache.Find("{ a }"u8));
        Assert.Null(cache.Find("{ b }"u8));
        Assert.Null(cache.Find("{ a } "u8));
    }

    [Fact]
    public void The_cache_stays_within_its_bytes_whatever_comes()
    {
        var cache = new DocumentCache<string>(10_000);

        for (var i = 0; i < 10_000; i++)
        {
            cache.Add(Encoding.UTF8.GetBytes($"{{ a{i} }}"), "entry", 100);
        }

        Assert.InRange(cache.Count, 1, 100);
        Assert.NotNull(cache.Find("{ a9999 }"u8));
    }

    [Fact]
    public void A_document_that_would_fill_the_cache_is_not_kept()
    {
        var cache = new DocumentCache<string>(1000);
        cache.Add("{ a }"u8.ToArray(), "a", 10);

        cache.Add("{ b }"u8.ToArray(), "b", 900);

        Assert.NotNull(cache.Find("{ a }"u8));
        Assert.Null(cache.Find("{ b }"u8));
    }
}
