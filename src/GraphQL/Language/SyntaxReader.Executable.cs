using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

// https://spec.graphql.org/September2025/#sec-Document-Syntax
internal ref partial struct SyntaxReader
{
    public DocumentNode ReadDocument()
    {
        var mark = _childCount;
        do
        {
            Push(ReadDefinition());
        }
        while (!Peek(TokenKind.EndOfFile));

        return new DocumentNode
        {
            Definitions = Take<DefinitionNode>(mark),
            TokenCount = _tokens,
            End = _source.Text.Length,
            Source = _source,
        };
    }

    private DefinitionNode ReadDefinition()
    {
        if (Peek(TokenKind.BraceLeft))
        {
            return ReadOperation();
        }

        var described = PeekDescription;
        var keyword = _lexer;
        if (described)
        {
            keyword.Advance();
            if (keyword.Kind == TokenKind.BraceLeft)
            {
                throw _lexer.Error(
                    _lexer.Start, "Unexpected description, descriptions are not supported on shorthand queries.");
            }
        }

        if (keyword.Kind == TokenKind.Name)
        {
            switch (keyword.NameValue())
            {
                case "query" or "mutation" or "subscription":
                    return ReadOperation();
                case "fragment":
                    return ReadFragmentDefinition();
                case "extend" when !described:
                    Advance();
                    return ReadTypeSystemDefinition(_lexer, keyword.Start, extension: true);
                case "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive":
                    return ReadTypeSystemDefinition(keyword, _lexer.Start, extension: false);
                default:
                    if (described)
                    {
                        throw _lexer.Error(
                            _lexer.Start, "Unexpected description, only GraphQL definitions support descriptions.");
                    }

                    break;
            }
        }

        throw Unexpected(keyword);
    }

    private OperationDefinitionNode ReadOperation()
    {
        var start = _lexer.Start;
        if (Peek(TokenKind.BraceLeft))
        {
            return new OperationDefinitionNode
            {
                Operation = OperationType.Query,
                SelectionSet = ReadSelectionSet(),
                Start = start,
                End = _lexer.PreviousEnd,
                Source = _source,
            };
        }

        return new OperationDefinitionNode
        {
            Description = ReadDescription(),
            Operation = ReadOperationType(),
            Name = Peek(TokenKind.Name) ? ReadName() : null,
            VariableDefinitions = ReadVariableDefinitions(),
            Directives = ReadDirectives(constant: false),
            SelectionSet = ReadSelectionSet(),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private OperationType ReadOperationType()
    {
        var token = _lexer;
        Expect(TokenKind.Name);
        return token.NameValue() switch
        {
            "query" => OperationType.Query,
            "mutation" => OperationType.Mutation,
            "subscription" => OperationType.Subscription,
            _ => throw Unexpected(token),
        };
    }

    private VariableDefinitionNode[] ReadVariableDefinitions() =>
        OptionalMany(TokenKind.ParenLeft, static (ref reader) => reader.ReadVariableDefinition(), TokenKind.ParenRight);

    private VariableDefinitionNode ReadVariableDefinition()
    {
        var start = _lexer.Start;
        var description = ReadDescription();
        var variable = ReadVariable();
        Expect(TokenKind.Colon);
        return new VariableDefinitionNode
        {
            Description = description,
            Variable = variable,
            Type = ReadType(),
            DefaultValue = Skip(TokenKind.Equals) ? ReadValue(constant: true) : null,
            Directives = ReadDirectives(constant: true),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private SelectionSetNode ReadSelectionSet()
    {
        Enter();
        var start = _lexer.Start;
        var selections = _options.AllowEmptySelectionSets
            ? Any(TokenKind.BraceLeft, static (ref reader) => reader.ReadSelection(), TokenKind.BraceRight)
            : Many(TokenKind.BraceLeft, static (ref reader) => reader.ReadSelection(), TokenKind.BraceRight);
        Leave();
        return new SelectionSetNode { Selections = selections, Start = start, End = _lexer.PreviousEnd, Source = _source };
    }

    private SelectionNode ReadSelection() => Peek(TokenKind.Spread) ? ReadFragment() : ReadField();

    private FieldNode ReadField()
    {
        if (++_fields > _options.MaxFields)
        {
            throw _lexer.Error(_lexer.Start, $"Document contains more than {_options.MaxFields} fields. Parsing aborted.");
        }

        var start = _lexer.Start;
        var name = ReadName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ReadName();
        }

        return new FieldNode
        {
            Alias = alias,
            Name = name,
            Arguments = ReadArguments(constant: false),
            Directives = ReadDirectives(constant: false),
            SelectionSet = Peek(TokenKind.BraceLeft) ? ReadSelectionSet() : null,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private ArgumentNode[] ReadArguments(bool constant) => OptionalMany<ArgumentNode>(
        TokenKind.ParenLeft,
        constant ? static (ref reader) => reader.ReadArgument(true) : static (ref reader) => reader.ReadArgument(false),
        TokenKind.ParenRight);

    private ArgumentNode ReadArgument(bool constant)
    {
        var start = _lexer.Start;
        var name = ReadName();
        Expect(TokenKind.Colon);
        return new ArgumentNode
        {
            Name = name,
            Value = ReadValue(constant),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private SelectionNode ReadFragment()
    {
        var start = Expect(TokenKind.Spread);
        var conditioned = SkipKeyword("on"u8);
        if (!conditioned && Peek(TokenKind.Name))
        {
            return new FragmentSpreadNode
            {
                Name = ReadName(),
                Directives = ReadDirectives(constant: false),
                Start = start,
                End = _lexer.PreviousEnd,
                Source = _source,
            };
        }

        return new InlineFragmentNode
        {
            TypeCondition = conditioned ? ReadNamedType() : null,
            Directives = ReadDirectives(constant: false),
            SelectionSet = ReadSelectionSet(),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private FragmentDefinitionNode ReadFragmentDefinition()
    {
        var start = _lexer.Start;
        var description = ReadDescription();
        ExpectKeyword("fragment"u8);
        var name = ReadFragmentName();
        var variables = _options.AllowFragmentVariables ? ReadVariableDefinitions() : [];
        ExpectKeyword("on"u8);
        return new FragmentDefinitionNode
        {
            Description = description,
            Name = name,
            VariableDefinitions = variables,
            TypeCondition = ReadNamedType(),
            Directives = ReadDirectives(constant: false),
            SelectionSet = ReadSelectionSet(),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private NameNode ReadFragmentName() => _lexer.Value() == "on" ? throw Unexpected() : ReadName();

    private DirectiveNode[] ReadDirectives(bool constant)
    {
        if (!Peek(TokenKind.At))
        {
            return [];
        }

        var mark = _childCount;
        while (Peek(TokenKind.At))
        {
            Push(ReadDirective(constant));
        }

        return Take<DirectiveNode>(mark);
    }

    private DirectiveNode ReadDirective(bool constant)
    {
        var start = Expect(TokenKind.At);
        return new DirectiveNode
        {
            Name = ReadName(),
            Arguments = ReadArguments(constant),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private NameNode ReadName()
    {
        if (!Peek(TokenKind.Name))
        {
            Expect(TokenKind.Name);
        }

        var name = new NameNode { Value = _lexer.NameValue(), Start = _lexer.Start, End = _lexer.End, Source = _source };
        Advance();
        return name;
    }
}
