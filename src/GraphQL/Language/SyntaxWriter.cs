using System.Text;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

/// <summary>The layout of printed documents. This part has the text, its indentation and what all productions share.</summary>
internal sealed partial class SyntaxWriter
{
    private const int IndentSize = 2;

    private readonly StringBuilder _text = new();
    private int _depth;

    public override string ToString() => _text.ToString();

    public void Write(SyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode document:
                Separated(document.Definitions, "\n\n", Write);
                break;
            case ExecutableDefinitionNode or SelectionNode or SelectionSetNode:
                WriteExecutable(node);
                break;
            case TypeSystemDefinitionNode or FieldDefinitionNode or InputValueDefinitionNode or EnumValueDefinitionNode
                or OperationTypeDefinitionNode:
                WriteTypeSystem(node);
                break;
            case VariableDefinitionNode variable:
                WriteVariableDefinition(variable);
                break;
            default:
                Append(ValueText.Of(node));
                break;
        }
    }

    /// <summary>Adds text; its line breaks, also those in a block string, are followed by the indentation.</summary>
    private void Append(ReadOnlySpan<char> text)
    {
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n'))
        {
            _text.Append(text[..(end + 1)]).Append(' ', _depth * IndentSize);
            text = text[(end + 1)..];
        }

        _text.Append(text);
    }

    private void Separated<T>(IReadOnlyList<T> nodes, string separator, Action<T> write)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i > 0)
            {
                Append(separator);
            }

            write(nodes[i]);
        }
    }

    /// <summary>One node a line, indented, between two lines.</summary>
    private void Block<T>(string open, IReadOnlyList<T> nodes, string close)
        where T : SyntaxNode
    {
        Append(open);
        _depth++;
        foreach (var node in nodes)
        {
            Append("\n");
            Write(node);
        }

        _depth--;
        Append("\n");
        Append(close);
    }

    private void Braces<T>(IReadOnlyList<T> nodes)
        where T : SyntaxNode
    {
        if (nodes.Count > 0)
        {
            Append(" ");
            Block("{", nodes, "}");
        }
    }

    private void Description(StringValueNode? description)
    {
        if (description is not null)
        {
            Append(ValueText.Of(description));
            Append("\n");
        }
    }

    private void Directives(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            Append(" ");
            Append(ValueText.Of(directive));
        }
    }
}
