using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Language;

/// <summary>The recursive descent: one production of the grammar a method. This part holds what productions share.</summary>
internal ref partial struct SyntaxReader
{
    private readonly Source _source;
    private readonly ParserOptions _options;
    private Lexer _lexer;
    private int _depth;
    private int _tokens;
    private int _fields;

    // Children of all lists that are open; each list takes its own off the end when it closes.
    private Child[] _children = new Child[32];
    private int _childCount;

    public SyntaxReader(Source source, ParserOptions options)
    {
        _source = source;
        _options = options;
        if (source.Text.Length > options.MaxBytes)
        {
            throw SyntaxErrors.At(source, options.MaxBytes, $"Source contains more than {options.MaxBytes} bytes. Parsing aborted.");
        }

        _lexer = new Lexer(source);
        Advance();
    }

    /// <summary>Reads one item of a list; takes the reader by reference because a delegate cannot be bound to a ref struct.</summary>
    private delegate T Production<T>(ref SyntaxReader reader);

    public int Expect(TokenKind kind)
    {
        if (_lexer.Kind != kind)
        {
            throw _lexer.Error(_lexer.Start, $"Expected {kind.Describe()}, found {_lexer.Describe()}.");
        }

        var start = _lexer.Start;
        Advance();
        return start;
    }

    private readonly bool Peek(TokenKind kind) => _lexer.Kind == kind;

    private readonly bool PeekDescription => _lexer.Kind is TokenKind.String or TokenKind.BlockString;

    private void Advance()
    {
        _lexer.Advance();
        if (_lexer.Kind != TokenKind.EndOfFile && ++_tokens > _options.MaxTokens)
        {
            throw _lexer.Error(_lexer.Start, $"Document contains more than {_options.MaxTokens} tokens. Parsing aborted.");
        }
    }

    private bool Skip(TokenKind kind)
    {
        if (_lexer.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!_lexer.Is(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!SkipKeyword(keyword))
        {
            throw _lexer.Error(
                _lexer.Start, $"Expected \"{System.Text.Encoding.ASCII.GetString(keyword)}\", found {_lexer.Describe()}.");
        }
    }

    private readonly GraphQLException Unexpected() => Unexpected(_lexer);

    private static GraphQLException Unexpected(in Lexer at) => at.Error(at.Start, $"Unexpected {at.Describe()}.");

    /// <summary>Goes one level down; every production that can contain itself does so, or a caller could exhaust the stack.</summary>
    private void Enter()
    {
        // Asking for the stack costs more than a level does: every eighth is enough.
        if (++_depth > _options.MaxDepth || (_depth % 8 == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            throw _lexer.Error(_lexer.Start, $"Document is nested more than {_options.MaxDepth} levels deep. Parsing aborted.");
        }
    }

    private void Leave() => _depth--;

    /// <summary>Zero or more items between two tokens.</summary>
    private T[] Any<T>(TokenKind open, Production<T> item, TokenKind close)
        where T : SyntaxNode
    {
        Expect(open);
        var mark = _childCount;
        while (!Skip(close))
        {
            Push(item(ref this));
        }

        return Take<T>(mark);
    }

    /// <summary>One or more items between two tokens.</summary>
    private T[] Many<T>(TokenKind open, Production<T> item, TokenKind close)
        where T : SyntaxNode
    {
        Expect(open);
        return Rest(item, close);
    }

    /// <summary>One or more items between two tokens, or nothing at all.</summary>
    private T[] OptionalMany<T>(TokenKind open, Production<T> item, TokenKind close)
        where T : SyntaxNode => Skip(open) ? Rest(item, close) : [];

    private T[] Rest<T>(Production<T> item, TokenKind close)
        where T : SyntaxNode
    {
        var mark = _childCount;
        do
        {
            Push(item(ref this));
        }
        while (!Skip(close));

        return Take<T>(mark);
    }

    /// <summary>One or more items with a token between them, which may also stand before the first.</summary>
    private T[] Delimited<T>(TokenKind delimiter, Production<T> item)
        where T : SyntaxNode
    {
        Skip(delimiter);
        var mark = _childCount;
        do
        {
            Push(item(ref this));
        }
        while (Skip(delimiter));

        return Take<T>(mark);
    }

    private void Push(SyntaxNode node)
    {
        if (_childCount == _children.Length)
        {
            Array.Resize(ref _children, _children.Length * 2);
        }

        _children[_childCount++].Node = node;
    }

    private T[] Take<T>(int mark)
        where T : SyntaxNode
    {
        if (_childCount == mark)
        {
            return [];
        }

        // Only what this list's production returned was pushed since the mark, so the check that each store would make is spared.
        var items = new T[_childCount - mark];
        ref var first = ref Unsafe.As<T, Child>(ref MemoryMarshal.GetArrayDataReference(items));
        _children.AsSpan(mark, items.Length).CopyTo(MemoryMarshal.CreateSpan(ref first, items.Length));
        _childCount = mark;
        return items;
    }

    // An array of nodes would look at the type of each that is stored in it.
    private struct Child
    {
        public SyntaxNode Node;
    }
}
