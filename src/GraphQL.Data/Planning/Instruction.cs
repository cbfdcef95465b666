using System.Runtime.CompilerServices;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>
/// One step of a bound request: arguments without their values, in the order in which values became parameters. Two requests
/// with the same steps are the same SQL, so the steps are the key under which a statement is kept.
/// </summary>
/// <param name="Code">What it is.</param>
/// <param name="Target">The column, link or list it is about.</param>
/// <param name="Number">A page size, a direction, or a <see cref="Schema.FilterOperation"/>.</param>
internal readonly record struct Instruction(InstructionCode Code, object? Target = null, int Number = 0)
{
    public bool Equals(Instruction other) =>
        Code == other.Code && Number == other.Number && ReferenceEquals(Target, other.Target);

    public override int GetHashCode() =>
        HashCode.Combine(Code, Number, Target is null ? 0 : RuntimeHelpers.GetHashCode(Target));
}

internal enum InstructionCode
{
    /// <summary>Comes first when the caller reads other tables than the relations name: a <see cref="RelationView"/>.</summary>
    View,

    /// <summary>Ends what a group, link, quantifier, filter or order began.</summary>
    End,

    /// <summary>All of the steps up to its end.</summary>
    And,
    Or,
    Not,

    /// <summary>The steps up to its end are about the linked row.</summary>
    ToOne,

    /// <summary>No linked row.</summary>
    LinkIsMissing,

    /// <summary>A quantifier over linked rows; <see cref="Instruction.Number"/> is the operation.</summary>
    ToMany,

    /// <summary>A quantifier over the elements of a list; <see cref="Instruction.Number"/> is the operation.</summary>
    Elements,

    /// <summary>Some element of a list is the parameter (<see cref="Schema.FilterOperation.Eq"/>) or one of its elements (<see cref="Schema.FilterOperation.In"/>).</summary>
    HasElement,

    /// <summary>A comparison that takes one parameter.</summary>
    Compare,

    IsNull,
    IsNotNull,

    /// <summary>Neither or both: a list that is empty.</summary>
    Never,

    /// <summary>An order key: the links that lead to it come before as <see cref="OrderLink"/>.</summary>
    OrderKey,
    OrderLink,

    /// <summary>An order key that is the number of rows of a list; the filter of those rows follows.</summary>
    OrderCount,

    /// <summary>The size of a page, its number; negative for all rows.</summary>
    Limit,

    /// <summary>A key of groups; its number is the bucket. A bucket of instants takes the time zone as a parameter.</summary>
    GroupKey,

    /// <summary>The number of rows below which a group is not shown.</summary>
    SmallestGroup,

    /// <summary>The page is counted from the end.</summary>
    Backward,

    /// <summary>A cursor on the side the page starts from, or on the other; its number has a bit for each key that is NULL.</summary>
    SeekCursor,
    OtherCursor,
}
