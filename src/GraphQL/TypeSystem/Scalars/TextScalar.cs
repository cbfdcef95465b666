using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>Makes scalars whose JSON form is a string with a format.</summary>
internal static class TextScalar
{
    public delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

    /// <param name="name">The scalar's name.</param>
    /// <param name="expected">The format and an example, for messages.</param>
    /// <param name="parse">Reads text in the format.</param>
    /// <param name="format">Writes a value; null when the format cannot hold it.</param>
    /// <param name="description">For the schema.</param>
    /// <param name="specifiedBy">Where the format is written down.</param>
    public static ScalarType Create<T>(
        string name, string expected, TryParse<T> parse, Func<T, string?> format, string description, string? specifiedBy)
        where T : notnull
    {
        ValueCoercionException Refuse(string shown) => new($"{name} cannot represent value: {shown}. Expected {expected}.");

        object Read(string text) => parse(text, out var value) ? value : throw Refuse(ScalarText.Inspect(text));

        return new ScalarType(name)
        {
            Description = description,
            SpecifiedByUrl = specifiedBy,
            CoerceInputValue = input => input.ValueKind == JsonValueKind.String
                ? Read(input.GetString()!)
                : throw Refuse(ScalarText.Inspect(input)),
            CoerceInputLiteral = literal => literal is StringValueNode text
                ? Read(text.Value)
                : throw Refuse(ScalarText.Print(literal)),
            CoerceOutputValue = value => (ScalarText.Unwrap(value) switch
            {
                T typed => format(typed),
                string text => parse(text, out var parsed) ? format(parsed) : null,
                _ => null,
            }) ?? throw Refuse(ScalarText.Inspect(value)),
        };
    }
}
