namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>An order key as SQL: the expression, whether it may be NULL, and its direction in the statement.</summary>
internal sealed record SortKey(string Expression, bool IsNullable, bool Descending)
{
    /// <summary>NULLs lie where PostgreSQL puts them, and where its indexes have them: last ascending, first descending.</summary>
    public string OrderBy(string expression) => $"{expression} {(Descending ? "DESC NULLS FIRST" : "ASC NULLS LAST")}";

    public SortKey Reversed() => this with { Descending = !Descending };
}

/// <summary>
/// The rows behind a cursor. Three forms, all of them seeks in an index on the keys: a row comparison where every key has a
/// value and all run the same way; the OR of prefixes with a redundant bound on the first key where that one has a value; and
/// one branch for each case, to be joined by UNION ALL, where the first key may be NULL.
/// </summary>
/// <remarks>docs/decisions/2611-keyset-cursors.md has the plans.</remarks>
internal static class KeysetSql
{
    /// <summary>The condition, or several whose rows together, each in order, are the answer.</summary>
    /// <param name="values">The parameter of each key; null stands for NULL.</param>
    public static IReadOnlyList<string> Branches(IReadOnlyList<SortKey> keys, IReadOnlyList<string?> values)
    {
        if (keys[0].IsNullable)
        {
            return Cases(keys, values);
        }

        if (keys.All(key => !key.IsNullable && key.Descending == keys[0].Descending))
        {
            var comparison = keys[0].Descending ? "<" : ">";
            return [$"({string.Join(", ", keys.Select(key => key.Expression))}) {comparison} ({string.Join(", ", values)})"];
        }

        var bound = $"{keys[0].Expression} {(keys[0].Descending ? "<=" : ">=")} {values[0]}";
        return [$"({bound} AND {Condition(keys, values)})"];
    }

    /// <summary>The same as one condition, where no seek is needed.</summary>
    public static string Condition(IReadOnlyList<SortKey> keys, IReadOnlyList<string?> values) =>
        Cases(keys, values) is { Count: > 0 } cases ? $"({string.Join(" OR ", cases)})" : "FALSE";

    // Lexicographic order taken apart: equal up to a key, and after it in that key.
    private static List<string> Cases(IReadOnlyList<SortKey> keys, IReadOnlyList<string?> values)
    {
        var cases = new List<string>();
        var prefix = "";
        for (var i = 0; i < keys.Count; i++)
        {
            foreach (var after in After(keys[i], values[i]))
            {
                cases.Add($"({prefix}{after})");
            }

            prefix += values[i] is null ? $"{keys[i].Expression} IS NULL AND " : $"{keys[i].Expression} = {values[i]} AND ";
        }

        return cases;
    }

    private static IEnumerable<string> After(SortKey key, string? value)
    {
        if (value is not null)
        {
            yield return $"{key.Expression} {(key.Descending ? "<" : ">")} {value}";
        }

        // Ascending, NULL comes after every value; descending, every value comes after NULL.
        if (key.IsNullable && key.Descending == (value is null))
        {
            yield return $"{key.Expression} IS {(key.Descending ? "NOT NULL" : "NULL")}";
        }
    }
}
