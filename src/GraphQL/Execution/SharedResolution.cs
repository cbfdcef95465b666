using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>One call of a resolver for several fields that ask for the same.</summary>
internal sealed class SharedResolution(int uses)
{
    private Task<object?>? _first;

    public ValueTask<object?> ResolveAsync(FieldResolver resolve, FieldContext context)
    {
        if (_first is not null)
        {
            return AgainAsync(resolve, context);
        }

        _first = FirstAsync(resolve, context);
        return new(_first);
    }

    private async Task<object?> FirstAsync(FieldResolver resolve, FieldContext context)
    {
        var value = await resolve(context);
        return value is StreamedValue streamed ? new RepeatedValue(streamed, uses) : value;
    }

    private async ValueTask<object?> AgainAsync(FieldResolver resolve, FieldContext context)
    {
        var value = await _first!;

        // Such a sequence may give its items only once.
        return value is not (null or StreamedValue or string) && AsyncSequence.From(value) is not null ? await resolve(context) : value;
    }
}
