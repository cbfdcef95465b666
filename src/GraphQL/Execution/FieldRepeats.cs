using System.Text;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// Which fields of an object ask for the same under different names: same field, same arguments, same selection. Found once for a
/// cached operation; what they ask for is then resolved once in each execution.
/// </summary>
internal sealed class FieldRepeats
{
    private readonly int[] _first;
    private readonly int[] _uses;

    private FieldRepeats(int[] first, int[] uses)
    {
        _first = first;
        _uses = uses;
    }

    /// <summary>The first field that asks for what the field at <paramref name="index"/> asks for; often itself.</summary>
    public int FirstOf(int index) => _first[index];

    /// <summary>How many fields ask for what the field at <paramref name="index"/> asks for.</summary>
    public int UsesOf(int index) => _uses[_first[index]];

    /// <summary>Null when no two fields ask for the same.</summary>
    public static FieldRepeats? Find(CollectedField[] fields)
    {
        if (!HasSameDefinitionTwice(fields))
        {
            return null;
        }

        var first = new int[fields.Length];
        var uses = new int[fields.Length];
        var known = new Dictionary<string, int>();
        for (var i = 0; i < fields.Length; i++)
        {
            first[i] = i;
            if (fields[i].Definition.Resolve is not null
                && fields[i].SelectionKey is { } key
                && !known.TryAdd(key, i))
            {
                first[i] = known[key];
            }

            uses[first[i]]++;
        }

        return Array.Exists(uses, count => count > 1) ? new FieldRepeats(first, uses) : null;
    }

    /// <summary>
    /// What the field asks for, as text; null for one with directives, which mean something of their own beside
    /// <c>@skip</c> and <c>@include</c>.
    /// </summary>
    public static string? KeyOf(Field definition, FieldNode[] nodes)
    {
        if (Array.Exists(nodes, node => node.Directives.Any(directive =>
            directive.Name.Value != SpecifiedDirectives.Skip.Name && directive.Name.Value != SpecifiedDirectives.Include.Name)))
        {
            return null;
        }

        var key = new StringBuilder(definition.Name);
        foreach (var argument in nodes[0].Arguments.OrderBy(argument => argument.Name.Value, StringComparer.Ordinal))
        {
            key.Append('\n').Append(Printer.Print(argument));
        }

        foreach (var selectionSet in nodes.Select(node => node.SelectionSet).OfType<SelectionSetNode>())
        {
            key.Append('\n').Append(Printer.Print(selectionSet));
        }

        return key.ToString();
    }

    // Nearly every object: nothing has to be printed for it.
    private static bool HasSameDefinitionTwice(CollectedField[] fields)
    {
        HashSet<Field>? seen = null;
        foreach (var field in fields)
        {
            if (field.Definition.Resolve is not null && !(seen ??= []).Add(field.Definition))
            {
                return true;
            }
        }

        return false;
    }
}
