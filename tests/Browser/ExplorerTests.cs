using HealthGraph.Api.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HealthGraph.Browser.Tests;

public sealed class ExplorerTests(ApiServer api, Browser browser) : IClassFixture<ApiServer>, IClassFixture<Browser>
{
    [Fact]
    public async Task Someone_enters_a_key_runs_a_query_and_reads_the_documentation()
    {
        await api.Database.ExecuteAsync("""
            INSERT INTO matrix.therapist (id, npi, first_name, last_name, clinicient_staff_id)
            VALUES ('0198d2a0-0000-7000-8000-000000000001', '1234567893', 'Ada', 'Byron', 'staff-1')
            """);
        var page = await browser.OpenAsync(api.Address);
        List<string> foreign = [];
        List<string> complaints = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(api.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                foreign.Add(request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync("/graphql");
        await SkipWithoutGraphiQLAsync(page);
        await Expect(page.GetByText("Enter an API key to begin")).ToBeVisibleAsync();

        await page.GetByLabel("API key").FillAsync("hg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use key" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The API key is not known, was revoked or has expired.");
        complaints.Clear();

        await page.GetByLabel("API key").FillAsync(api.AnalystKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use key" }).ClickAsync();
        await Expect(page.GetByText($"Key {api.AnalystKey[..11]}…")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New tab" }).ClickAsync();
        await WriteAsync(page, "{ therapists { nodes { firstName lastName } } }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Execute query" }).ClickAsync();
        await Expect(page.Locator(".graphiql-response")).ToContainTextAsync("Byron");
        await ScreenshotAsync(page, "explorer-query");

        await page.GetByRole(AriaRole.Button, new() { Name = "Show Documentation Explorer" }).ClickAsync();
        await Expect(page.Locator(".graphiql-doc-explorer")).ToContainTextAsync("Query");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show History" }).ClickAsync();
        await Expect(page.Locator(".graphiql-history")).ToContainTextAsync("therapists");
        await ScreenshotAsync(page, "explorer-history");

        Assert.Empty(foreign);
        Assert.Empty(complaints);
        Assert.Null(await page.EvaluateAsync<string?>("localStorage.getItem('healthgraph:key')"));
        Assert.Equal(api.AnalystKey, await page.EvaluateAsync<string>("sessionStorage.getItem('healthgraph:key')"));
    }

    [Fact]
    public async Task Someone_watches_a_run_as_it_goes_on()
    {
        var run = Guid.NewGuid();
        await api.Database.ExecuteAsync("INSERT INTO jobs.run (id, kind, requested_by) VALUES ($1, 'test', 'test')", run);
        var page = await browser.OpenAsync(api.Address);
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await page.GotoAsync("/graphql");
        await SkipWithoutGraphiQLAsync(page);
        await page.GetByLabel("API key").FillAsync(api.AnalystKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use key" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New tab" }).ClickAsync();

        await WriteAsync(page, $"subscription {{ runUpdated(id: \"{run}\") {{ state progressRows }} }}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Execute query" }).ClickAsync();
        await Expect(page.Locator(".graphiql-response")).ToContainTextAsync("QUEUED");
        await api.Database.ExecuteAsync(
            "UPDATE jobs.run SET state = 'RUNNING', lease_until = now() + interval '1 hour', progress_rows = 1234 WHERE id = $1", run);
        await Expect(page.Locator(".graphiql-response")).ToContainTextAsync("1234");
        await ScreenshotAsync(page, "explorer-subscription");
        await api.Database.ExecuteAsync("UPDATE jobs.run SET state = 'SUCCEEDED', lease_until = NULL, finished_at = now() WHERE id = $1", run);
        await Expect(page.Locator(".graphiql-response")).ToContainTextAsync("SUCCEEDED");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Execute query" })).ToBeVisibleAsync();

        Assert.Empty(complaints);
    }

    private static async Task WriteAsync(IPage page, string query)
    {
        var editor = page.Locator(".graphiql-query-editor .monaco-editor").First;
        await editor.ClickAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+A");
        await page.Keyboard.InsertTextAsync(query);
        // The editor closes brackets by itself: what it put behind the text goes.
        await page.Keyboard.PressAsync("Control+Shift+End");
        await page.Keyboard.PressAsync("Delete");
    }

    private static async Task SkipWithoutGraphiQLAsync(IPage page) => Assert.SkipWhen(
        await page.TitleAsync() == "HealthGraph explorer (plain)", "The app was built without node, so its explorer is the plain page.");

    private static Task<byte[]> ScreenshotAsync(IPage page, string name) => page.ScreenshotAsync(
        new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png") });
}
