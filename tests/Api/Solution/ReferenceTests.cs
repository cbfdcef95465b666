using System.Xml.Linq;

namespace HealthGraph.Api.Tests.Solution;

public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Api"] = ["Jobs", "GraphQL.Data"],
        ["Jobs"] = ["Domain"],
        ["Domain"] = ["Fhir"],
        ["Fhir"] = [],
        ["GraphQL.Data"] = ["GraphQL"],
        ["GraphQL"] = [],
    };

    [Fact]
    public void References_between_projects_go_one_way()
    {
        var found = Projects().ToDictionary(
            project => project.Name,
            project => Items(project.Xml, "ProjectReference").Select(path => Path.GetFileName(Path.GetDirectoryName(path))).Order());

        Assert.Equal(Allowed.Keys.Order(), found.Keys.Order());
        Assert.All(found, project => Assert.Equal(Allowed[project.Key].Order(), project.Value));
    }

    [Fact]
    public void The_engine_needs_no_package_but_abstractions()
    {
        var packages = Items(Projects().Single(project => project.Name == "GraphQL").Xml, "PackageReference");

        Assert.All(packages, package => Assert.Matches(@"^Microsoft\.Extensions\.\w+\.Abstractions$", package));
    }

    [Fact]
    public void Fhir_needs_no_package() =>
        Assert.Empty(Items(Projects().Single(project => project.Name == "Fhir").Xml, "PackageReference"));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "HealthGraph.sln"));

        Assert.All(
            new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.csproj", SearchOption.AllDirectories)),
            project => Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, XDocument Xml)> Projects() =>
        Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "src"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(file => (Path.GetFileName(Path.GetDirectoryName(file))!, XDocument.Load(file)));

    private static IEnumerable<string> Items(XDocument project, string kind) =>
        project.Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
