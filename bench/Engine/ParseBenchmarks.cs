using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.Bench.Engine;

/// <summary>Text to tree. The limit reads the same tokens as an array of JSON strings, and builds nothing.</summary>
public partial class ParseBenchmarks
{
    private byte[] _text = [];
    private byte[] _tokens = [];

    [ParamsAllValues]
    public DocumentName Document { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var text = EngineDocuments.Of(Document);
        _text = Encoding.UTF8.GetBytes(text);
        _tokens = JsonSerializer.SerializeToUtf8Bytes(Tokens().Matches(text).Select(match => match.Value));
    }

    [Benchmark]
    public DocumentNode Parse() => Parser.ParseDocument(new Source(_text));

    [Benchmark(Baseline = true)]
    public int Limit()
    {
        var reader = new Utf8JsonReader(_tokens);
        var count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    [GeneratedRegex("""\"{3}.*?[^\\]\"{3}|"(\\.|[^"\\])*"|\w+|[^\s\w]""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
