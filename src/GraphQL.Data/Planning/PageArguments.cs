using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Which page: its size, the end it is counted from, and the cursors it lies between.</summary>
internal readonly record struct PageArguments(int Size, bool Backward, string? After, string? Before)
{
    public static PageArguments Read(IReadOnlyDictionary<string, object?> arguments, PagingOptions paging)
    {
        var first = arguments.GetValueOrDefault("first") as int?;
        var last = arguments.GetValueOrDefault("last") as int?;
        if (first is not null && last is not null)
        {
            throw new GraphQLException("`first` and `last` cannot be given together.", ErrorCodes.InvalidFilter);
        }

        var size = Check(first is null ? "last" : "first", first ?? last ?? paging.DefaultPageSize, paging.MaxPageSize);
        return new PageArguments(
            size, last is not null, arguments.GetValueOrDefault("after") as string, arguments.GetValueOrDefault("before") as string);
    }

    /// <summary>The same where a page may be of any size, and is all rows when nothing says how many.</summary>
    public static PageArguments ReadWhole(IReadOnlyDictionary<string, object?> arguments) =>
        Read(arguments, new PagingOptions(All, All));

    /// <summary>The size that stands for all rows.</summary>
    public const int All = int.MaxValue;

    public static int Check(string argument, int size, int maximum) => size switch
    {
        < 0 => throw new GraphQLException($"`{argument}` must be 0 or more, not {size}.", ErrorCodes.NegativePageSize),
        _ when size > maximum => throw new GraphQLException(
            $"`{argument}` must be {maximum} at most, not {size}. Page on with a cursor.", ErrorCodes.PageTooLarge),
        _ => size,
    };
}
