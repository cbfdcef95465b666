using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

// https://spec.graphql.org/September2025/#sec-Input-Values and #sec-Type-References
internal ref partial struct SyntaxReader
{
    /// <summary>Reads a value; a constant one has no variables in it.</summary>
    public ValueNode ReadValue(bool constant) => _lexer.Kind switch
    {
        TokenKind.BracketLeft => ReadList(constant),
        TokenKind.BraceLeft => ReadObject(constant),
        TokenKind.Int => ReadInt(),
        TokenKind.Float => ReadFloat(),
        TokenKind.String or TokenKind.BlockString => ReadString(),
        TokenKind.Name => ReadNamedValue(),
        TokenKind.Dollar when constant => throw VariableInConstant(),
        TokenKind.Dollar => ReadVariable(),
        _ => throw Unexpected(),
    };

    public TypeNode ReadType()
    {
        var start = _lexer.Start;
        TypeNode type;
        if (Peek(TokenKind.BracketLeft))
        {
            Enter();
            Advance();
            var inner = ReadType();
            Expect(TokenKind.BracketRight);
            Leave();
            type = new ListTypeNode { Type = inner, Start = start, End = _lexer.PreviousEnd, Source = _source };
        }
        else
        {
            type = ReadNamedType();
        }

        return Skip(TokenKind.Bang)
            ? new NonNullTypeNode { Type = type, Start = start, End = _lexer.PreviousEnd, Source = _source }
            : type;
    }

    private NamedTypeNode ReadNamedType()
    {
        var start = _lexer.Start;
        return new NamedTypeNode { Name = ReadName(), Start = start, End = _lexer.PreviousEnd, Source = _source };
    }

    private ListValueNode ReadList(bool constant)
    {
        Enter();
        var start = _lexer.Start;
        var values = Any<ValueNode>(
            TokenKind.BracketLeft,
            constant ? static (ref reader) => reader.ReadValue(true) : static (ref reader) => reader.ReadValue(false),
            TokenKind.BracketRight);
        Leave();
        return new ListValueNode { Values = values, Start = start, End = _lexer.PreviousEnd, Source = _source };
    }

    private ObjectValueNode ReadObject(bool constant)
    {
        Enter();
        var start = _lexer.Start;
        var fields = Any<ObjectFieldNode>(
            TokenKind.BraceLeft,
            constant ? static (ref reader) => reader.ReadObjectField(true) : static (ref reader) => reader.ReadObjectField(false),
            TokenKind.BraceRight);
        Leave();
        return new ObjectValueNode { Fields = fields, Start = start, End = _lexer.PreviousEnd, Source = _source };
    }

    private ObjectFieldNode ReadObjectField(bool constant)
    {
        var start = _lexer.Start;
        var name = ReadName();
        Expect(TokenKind.Colon);
        return new ObjectFieldNode
        {
            Name = name,
            Value = ReadValue(constant),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private IntValueNode ReadInt()
    {
        var node = new IntValueNode { Value = _lexer.Value()!, Start = _lexer.Start, End = _lexer.End, Source = _source };
        Advance();
        return node;
    }

    private FloatValueNode ReadFloat()
    {
        var node = new FloatValueNode { Value = _lexer.Value()!, Start = _lexer.Start, End = _lexer.End, Source = _source };
        Advance();
        return node;
    }

    private StringValueNode ReadString()
    {
        var node = new StringValueNode
        {
            Value = _lexer.Value()!,
            Block = _lexer.Kind == TokenKind.BlockString,
            Start = _lexer.Start,
            End = _lexer.End,
            Source = _source,
        };
        Advance();
        return node;
    }

    private ValueNode ReadNamedValue()
    {
        var (start, end) = (_lexer.Start, _lexer.End);
        ValueNode node = _lexer.NameValue() switch
        {
            "true" => new BooleanValueNode { Value = true, Start = start, End = end, Source = _source },
            "false" => new BooleanValueNode { Value = false, Start = start, End = end, Source = _source },
            "null" => new NullValueNode { Start = start, End = end, Source = _source },
            var name => new EnumValueNode { Value = name, Start = start, End = end, Source = _source },
        };
        Advance();
        return node;
    }

    private VariableNode ReadVariable()
    {
        var start = Expect(TokenKind.Dollar);
        return new VariableNode { Name = ReadName(), Start = start, End = _lexer.PreviousEnd, Source = _source };
    }

    private Errors.GraphQLException VariableInConstant()
    {
        var dollar = _lexer;
        Advance();
        return Peek(TokenKind.Name)
            ? dollar.Error(dollar.Start, $"Unexpected variable \"${_lexer.NameValue()}\" in constant value.")
            : Unexpected(dollar);
    }
}
