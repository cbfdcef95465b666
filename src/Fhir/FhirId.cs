using System.Diagnostics.CodeAnalysis;

namespace HealthGraph.Fhir;

/// <summary>The logical id of a FHIR resource: 1 to 64 letters, digits, '-' and '.'.</summary>
/// <remarks>https://hl7.org/fhir/R4/datatypes.html#id</remarks>
public readonly record struct FhirId
{
    private readonly string? _text;

    private FhirId(string text) => _text = text;

    public static bool TryParse([NotNullWhen(true)] string? text, out FhirId id)
    {
        var valid = text is { Length: >= 1 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

        id = valid ? new FhirId(text!) : default;
        return valid;
    }

    public override string ToString() => _text ?? "";
}
