namespace HealthGraph.GraphQL.Validation;

/// <summary>Finds the names a caller may have meant, and words them.</summary>
internal static class Suggestions
{
    private const int MaxSuggestions = 5;

    /// <summary><c> Did you mean "a", "b", or "c"?</c>, or nothing.</summary>
    public static string DidYouMean(IReadOnlyList<string> names, string? kind = null)
    {
        if (names.Count == 0)
        {
            return "";
        }

        var quoted = names.Take(MaxSuggestions).Select(name => $"\"{name}\"").ToArray();
        var list = quoted.Length switch
        {
            1 => quoted[0],
            2 => $"{quoted[0]} or {quoted[1]}",
            _ => $"{string.Join(", ", quoted[..^1])}, or {quoted[^1]}",
        };
        return kind is null ? $" Did you mean {list}?" : $" Did you mean {kind} {list}?";
    }

    /// <summary>The options that are near enough to the input, the nearest first.</summary>
    public static IReadOnlyList<string> For(string input, IEnumerable<string> options)
    {
        // Two of five letters may be wrong, and one more.
        var threshold = (int)Math.Floor(input.Length * 0.4) + 1;
        var lowered = input.ToLowerInvariant();
        List<(string Name, int Distance)> near = [];
        foreach (var option in options.Distinct())
        {
            var distance = Distance(input, lowered, option, threshold);
            if (distance <= threshold)
            {
                near.Add((option, distance));
            }
        }

        near.Sort(static (left, right) => left.Distance != right.Distance
            ? left.Distance.CompareTo(right.Distance)
            : NaturalCompare(left.Name, right.Name));
        return [.. near.Select(option => option.Name)];
    }

    /// <summary>Compares with runs of digits as numbers: <c>item2</c> before <c>item10</c>.</summary>
    public static int NaturalCompare(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            if (char.IsAsciiDigit(left[i]) && char.IsAsciiDigit(right[j]))
            {
                var order = ReadNumber(left, ref i).CompareTo(ReadNumber(right, ref j));
                if (order != 0)
                {
                    return order;
                }
            }
            else if (left[i] != right[j])
            {
                return left[i].CompareTo(right[j]);
            }
            else
            {
                i++;
                j++;
            }
        }

        return left.Length - right.Length;
    }

    // A leading zero is a number of its own, so that a01 and a1 differ.
    private static double ReadNumber(string text, ref int position)
    {
        double number = 0;
        do
        {
            number = (number * 10) + (text[position++] - '0');
        }
        while (position < text.Length && char.IsAsciiDigit(text[position]) && number > 0);

        return number;
    }

    /// <summary>Edits from one to the other, swapped neighbours being one edit; above the limit, any number above it.</summary>
    private static int Distance(string input, string lowered, string option, int limit)
    {
        if (input == option)
        {
            return 0;
        }

        var other = option.ToLowerInvariant();
        if (lowered == other)
        {
            return 1;
        }

        var (longer, shorter) = other.Length < lowered.Length ? (lowered, other) : (other, lowered);
        if (longer.Length - shorter.Length > limit)
        {
            return limit + 1;
        }

        var rows = new int[3][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new int[shorter.Length + 1];
        }

        for (var j = 0; j <= shorter.Length; j++)
        {
            rows[0][j] = j;
        }

        for (var i = 1; i <= longer.Length; i++)
        {
            if (FillRow(rows, longer, shorter, i) > limit)
            {
                return limit + 1;
            }
        }

        return rows[longer.Length % 3][shorter.Length];
    }

    private static int FillRow(int[][] rows, string longer, string shorter, int i)
    {
        var above = rows[(i - 1) % 3];
        var current = rows[i % 3];
        var smallest = current[0] = i;
        for (var j = 1; j <= shorter.Length; j++)
        {
            var cost = longer[i - 1] == shorter[j - 1] ? 0 : 1;
            var cell = Math.Min(Math.Min(above[j] + 1, current[j - 1] + 1), above[j - 1] + cost);
            if (i > 1 && j > 1 && longer[i - 1] == shorter[j - 2] && longer[i - 2] == shorter[j - 1])
            {
                cell = Math.Min(cell, rows[(i - 2) % 3][j - 2] + 1);
            }

            smallest = Math.Min(smallest, cell);
            current[j] = cell;
        }

        return smallest;
    }
}
