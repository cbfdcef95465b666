using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Values;

/// <summary>Why an input value does not fit its type.</summary>
/// <param name="Path">Where inside the value: field names and indexes.</param>
/// <param name="Message">A sentence for the caller.</param>
/// <param name="Node">The literal, when there is one.</param>
public sealed record InputError(IReadOnlyList<object> Path, string Message, SyntaxNode? Node)
{
    /// <summary><c> at .a[0]</c>, or nothing for the value itself.</summary>
    public string PrintPath() => Path.Count == 0
        ? ""
        : $" at {string.Concat(Path.Select(key => key is int index ? $"[{index}]" : $".{key}"))}";
}
