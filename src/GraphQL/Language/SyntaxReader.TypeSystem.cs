using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Language;

// https://spec.graphql.org/September2025/#sec-Type-System-and-Extensions
// The reader stands on the description or the keyword of a definition, and just past "extend" of an extension.
internal ref partial struct SyntaxReader
{
    private DefinitionNode ReadTypeSystemDefinition(Lexer keyword, int start, bool extension)
    {
        switch (keyword.Kind == TokenKind.Name ? keyword.NameValue() : "")
        {
            case "schema":
                return ReadSchema(start, extension);
            case "scalar":
                return ReadScalar(start, extension);
            case "type":
                return ReadObjectType(start, extension);
            case "interface":
                return ReadInterface(start, extension);
            case "union":
                return ReadUnion(start, extension);
            case "enum":
                return ReadEnum(start, extension);
            case "input":
                return ReadInputObject(start, extension);
            case "directive":
                return extension ? ReadDirectiveExtension(start) : ReadDirectiveDefinition(start);
            default:
                throw Unexpected(keyword);
        }
    }

    private StringValueNode? ReadDescription() => PeekDescription ? ReadString() : null;

    /// <summary>An extension that adds nothing is an error at the token where something should have been.</summary>
    private readonly void RequireContent(bool extension, params ReadOnlySpan<int> counts)
    {
        if (extension && !counts.ContainsAnyExcept(0))
        {
            throw Unexpected();
        }
    }

    private SchemaDefinitionNode ReadSchema(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("schema"u8);
        var directives = ReadDirectives(constant: true);
        var operations = extension
            ? OptionalMany(TokenKind.BraceLeft, static (ref reader) => reader.ReadOperationTypeDefinition(), TokenKind.BraceRight)
            : Many(TokenKind.BraceLeft, static (ref reader) => reader.ReadOperationTypeDefinition(), TokenKind.BraceRight);
        RequireContent(extension, directives.Length, operations.Length);
        return new SchemaDefinitionNode
        {
            Description = description,
            Directives = directives,
            OperationTypes = operations,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private OperationTypeDefinitionNode ReadOperationTypeDefinition()
    {
        var start = _lexer.Start;
        var operation = ReadOperationType();
        Expect(TokenKind.Colon);
        return new OperationTypeDefinitionNode
        {
            Operation = operation,
            Type = ReadNamedType(),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private ScalarTypeDefinitionNode ReadScalar(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("scalar"u8);
        var name = ReadName();
        var directives = ReadDirectives(constant: true);
        RequireContent(extension, directives.Length);
        return new ScalarTypeDefinitionNode
        {
            Description = description,
            Name = name,
            Directives = directives,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private ObjectTypeDefinitionNode ReadObjectType(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("type"u8);
        var name = ReadName();
        var interfaces = ReadImplements();
        var directives = ReadDirectives(constant: true);
        var fields = ReadFieldDefinitions();
        RequireContent(extension, interfaces.Length, directives.Length, fields.Length);
        return new ObjectTypeDefinitionNode
        {
            Description = description,
            Name = name,
            Interfaces = interfaces,
            Directives = directives,
            Fields = fields,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private InterfaceTypeDefinitionNode ReadInterface(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("interface"u8);
        var name = ReadName();
        var interfaces = ReadImplements();
        var directives = ReadDirectives(constant: true);
        var fields = ReadFieldDefinitions();
        RequireContent(extension, interfaces.Length, directives.Length, fields.Length);
        return new InterfaceTypeDefinitionNode
        {
            Description = description,
            Name = name,
            Interfaces = interfaces,
            Directives = directives,
            Fields = fields,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private NamedTypeNode[] ReadImplements() => SkipKeyword("implements"u8)
        ? Delimited(TokenKind.Ampersand, static (ref reader) => reader.ReadNamedType())
        : [];

    private FieldDefinitionNode[] ReadFieldDefinitions() =>
        OptionalMany(TokenKind.BraceLeft, static (ref reader) => reader.ReadFieldDefinition(), TokenKind.BraceRight);

    private FieldDefinitionNode ReadFieldDefinition()
    {
        var start = _lexer.Start;
        var description = ReadDescription();
        var name = ReadName();
        var arguments = ReadArgumentDefinitions();
        Expect(TokenKind.Colon);
        return new FieldDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Type = ReadType(),
            Directives = ReadDirectives(constant: true),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private InputValueDefinitionNode[] ReadArgumentDefinitions() =>
        OptionalMany(TokenKind.ParenLeft, static (ref reader) => reader.ReadInputValueDefinition(), TokenKind.ParenRight);

    private InputValueDefinitionNode ReadInputValueDefinition()
    {
        var start = _lexer.Start;
        var description = ReadDescription();
        var name = ReadName();
        Expect(TokenKind.Colon);
        return new InputValueDefinitionNode
        {
            Description = description,
            Name = name,
            Type = ReadType(),
            DefaultValue = Skip(TokenKind.Equals) ? ReadValue(constant: true) : null,
            Directives = ReadDirectives(constant: true),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private UnionTypeDefinitionNode ReadUnion(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("union"u8);
        var name = ReadName();
        var directives = ReadDirectives(constant: true);
        var types = Skip(TokenKind.Equals) ? Delimited(TokenKind.Pipe, static (ref reader) => reader.ReadNamedType()) : [];
        RequireContent(extension, directives.Length, types.Length);
        return new UnionTypeDefinitionNode
        {
            Description = description,
            Name = name,
            Directives = directives,
            Types = types,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private EnumTypeDefinitionNode ReadEnum(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("enum"u8);
        var name = ReadName();
        var directives = ReadDirectives(constant: true);
        var values = OptionalMany(
            TokenKind.BraceLeft, static (ref reader) => reader.ReadEnumValueDefinition(), TokenKind.BraceRight);
        RequireContent(extension, directives.Length, values.Length);
        return new EnumTypeDefinitionNode
        {
            Description = description,
            Name = name,
            Directives = directives,
            Values = values,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private EnumValueDefinitionNode ReadEnumValueDefinition()
    {
        var start = _lexer.Start;
        var description = ReadDescription();
        if (_lexer.Value() is "true" or "false" or "null")
        {
            throw _lexer.Error(_lexer.Start, $"{_lexer.Describe()} is reserved and cannot be used for an enum value.");
        }

        return new EnumValueDefinitionNode
        {
            Description = description,
            Name = ReadName(),
            Directives = ReadDirectives(constant: true),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private InputObjectTypeDefinitionNode ReadInputObject(int start, bool extension)
    {
        var description = ReadDescription();
        ExpectKeyword("input"u8);
        var name = ReadName();
        var directives = ReadDirectives(constant: true);
        var fields = OptionalMany(
            TokenKind.BraceLeft, static (ref reader) => reader.ReadInputValueDefinition(), TokenKind.BraceRight);
        RequireContent(extension, directives.Length, fields.Length);
        return new InputObjectTypeDefinitionNode
        {
            Description = description,
            Name = name,
            Directives = directives,
            Fields = fields,
            IsExtension = extension,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private DirectiveDefinitionNode ReadDirectiveDefinition(int start)
    {
        var description = ReadDescription();
        ExpectKeyword("directive"u8);
        Expect(TokenKind.At);
        var name = ReadName();
        var arguments = ReadArgumentDefinitions();
        var directives = ReadDirectives(constant: true);
        var repeatable = SkipKeyword("repeatable"u8);
        ExpectKeyword("on"u8);
        return new DirectiveDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Directives = directives,
            Repeatable = repeatable,
            Locations = Delimited(TokenKind.Pipe, static (ref reader) => reader.ReadDirectiveLocation()),
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private DirectiveDefinitionNode ReadDirectiveExtension(int start)
    {
        ExpectKeyword("directive"u8);
        Expect(TokenKind.At);
        var name = ReadName();
        var directives = ReadDirectives(constant: true);
        RequireContent(extension: true, directives.Length);
        return new DirectiveDefinitionNode
        {
            Name = name,
            Directives = directives,
            Locations = [],
            IsExtension = true,
            Start = start,
            End = _lexer.PreviousEnd,
            Source = _source,
        };
    }

    private NameNode ReadDirectiveLocation()
    {
        var token = _lexer;
        var name = ReadName();
        return DirectiveLocations.TryParse(name.Value, out _) ? name : throw Unexpected(token);
    }
}
