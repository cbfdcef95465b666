namespace HealthGraph.GraphQL.Language;

// https://spec.graphql.org/September2025/#sec-Int-Value and #sec-Float-Value
internal ref partial struct Lexer
{
    private readonly string NumberValue() => NameTable.Get(Token);

    private void ReadNumber(int start)
    {
        var position = At(start) == '-' ? start + 1 : start;
        var kind = TokenKind.Int;
        if (At(position) == '0')
        {
            position++;
            if (IsDigit(At(position)))
            {
                throw Error(position, $"Invalid number, unexpected digit after 0: {DescribeCharacter(position)}.");
            }
        }
        else
        {
            position = Digits(position);
        }

        if (At(position) == '.')
        {
            kind = TokenKind.Float;
            position = Digits(position + 1);
        }

        if (At(position) is 'e' or 'E')
        {
            kind = TokenKind.Float;
            position++;
            position = Digits(At(position) is '+' or '-' ? position + 1 : position);
        }

        // "1.2.3" and "1x" are mistakes, not two tokens.
        if (At(position) == '.' || IsNameStart(At(position)))
        {
            throw ExpectedDigit(position);
        }

        Set(kind, start, position);
    }

    /// <summary>Where the digits that must start here end.</summary>
    private readonly int Digits(int position)
    {
        if (!IsDigit(At(position)))
        {
            throw ExpectedDigit(position);
        }

        while (IsDigit(At(position)))
        {
            position++;
        }

        return position;
    }

    private readonly Errors.GraphQLException ExpectedDigit(int position) =>
        Error(position, $"Invalid number, expected digit but got: {DescribeCharacter(position)}.");
}
