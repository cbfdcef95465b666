using HealthGraph.Api.Tests;

namespace HealthGraph.Browser.Tests;

/// <summary>A table as a web page reads it.</summary>
public sealed class TableTests(ApiServer api, Browser browser) : IClassFixture<ApiServer>, IClassFixture<Browser>
{
    [Fact]
    public async Task A_page_saves_a_table_under_its_name()
    {
        await api.Database.ExecuteAsync("INSERT INTO matrix.destination (id, clinic_id, name, state, region) VALUES (gen_random_uuid(), 'C1', 'Grün', 'CA', 'West')");
        var page = await browser.OpenAsync(api.Address);
        await page.GotoAsync("/health/live");

        var download = await page.RunAndWaitForDownloadAsync(() => page.EvaluateAsync(
            """
            async (key) => {
              const query = 'query Clinics { destinations { nodes { clinicId name } } }';
              const response = await fetch('/graphql?format=csv&query=' + encodeURIComponent(query), { headers: { authorization: 'Bearer ' + key } });
              const link = document.createElement('a');
              link.href = URL.createObjectURL(await response.blob());
              link.download = /filename="(.*)"/.exec(response.headers.get('content-disposition'))[1];
              link.click();
            }
            """,
            api.AnalystKey));

        Assert.Equal("Clinics.csv", download.SuggestedFilename);
        Assert.Equal("clinicId,name\r\nC1,Grün\r\n", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_to_a_table_is_no_explorer()
    {
        var page = await browser.OpenAsync(api.Address);

        var response = await page.GotoAsync("/graphql?format=csv&query={destinations{nodes{id}}}");

        Assert.Equal(401, response!.Status);
        Assert.Contains("This needs an API key", await response.TextAsync(), StringComparison.Ordinal);
    }
}
