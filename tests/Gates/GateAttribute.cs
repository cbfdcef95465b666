using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace HealthGraph.Testing.Gates;

/// <summary>
/// Marks a test as a gate of the GraphQL contract: <c>./test --conformance</c> runs it, whatever project it is in, and prints how much of it
/// holds. The test says so with <see cref="Record"/>, before it asserts:
/// <code>
/// [Fact]
/// [Gate("keyset walks", "PostgreSQL")]
/// public async Task Every_walk_equals_the_whole_order()
/// {
///     …
///     GateAttribute.Record(held, total);
///     Assert.Equal(total, held);
/// }
/// </code>
/// Tests (or the cases of a theory) with the same gate are added up. A test that is skipped, or fails before it has counted, stands in
/// the table with its reason. Every test project has this attribute: the file is linked by Directory.Build.targets.
/// </summary>
/// <param name="name">The row of the table; a literal, since ./test reads it from the source to notice a gate that never ran.</param>
/// <param name="reference">What the cases are compared with: <c>graphql 17.1.0</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GateAttribute(string name, string reference) : BeforeAfterTestAttribute, ITraitAttribute
{
    private const string NoteSuffix = " note";

    private static readonly Lock File = new();

    // The storage is one for all tests of the assembly.
    private static string Key => $"gate {TestContext.Current.Test?.UniqueID}";

    private static (long Held, long Total) Counted =>
        TestContext.Current.KeyValueStorage.GetValueOrDefault(Key) as (long, long)? ?? default;

    public string Name { get; } = name;

    public string Reference { get; } = reference;

    /// <summary>Counts cases of the test that is running, beside those that it has counted already.</summary>
    /// <param name="held">Cases that came out as the reference says.</param>
    /// <param name="total">All cases.</param>
    public static void Record(long held, long total)
    {
        var (heldBefore, totalBefore) = Counted;
        TestContext.Current.KeyValueStorage[Key] = (heldBefore + held, totalBefore + total);
    }

    /// <summary>Adds a line below the table: what the cases of the test that is running were made of.</summary>
    public static void Note(string text) => TestContext.Current.KeyValueStorage[Key + NoteSuffix] = text;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("gate", Name)];

    /// <inheritdoc />
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Environment.GetEnvironmentVariable("HEALTHGRAPH_GATES") is not { Length: > 0 } folder)
        {
            return;
        }

        var (held, total) = Counted;
        var line = string.Join('\t', Name, held.ToString(CultureInfo.InvariantCulture), total.ToString(CultureInfo.InvariantCulture), Reference, Trouble());
        var note = TestContext.Current.KeyValueStorage.GetValueOrDefault(Key + NoteSuffix);
        lock (File)
        {
            if (note is not null)
            {
                System.IO.File.AppendAllText(Path.Combine(folder, "notes.txt"), $"{Name}: {note}\n\n");
            }

            System.IO.File.AppendAllText(Path.Combine(folder, $"{methodUnderTest.Module.Name}.tsv"), line + "\n");
        }
    }

    // Why the count is not the whole story, in one line; empty when the test passed.
    private static string Trouble()
    {
        var state = TestContext.Current.TestState;
        var message = state?.ExceptionMessages?.FirstOrDefault()?.ReplaceLineEndings(" ").Replace('\t', ' ').Trim() ?? "";
        return state?.Result switch
        {
            TestResult.Failed => $"failed: {message[..Math.Min(message.Length, 100)]}",
            TestResult.Skipped => "skipped",
            _ => "",
        };
    }
}
