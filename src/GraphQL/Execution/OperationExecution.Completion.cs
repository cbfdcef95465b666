using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

// From what a resolver returned to what the response holds: https://spec.graphql.org/September2025/#sec-Value-Completion
internal sealed partial class OperationExecution
{
    private ValueTask<object?> CompleteField(CollectedField field, FieldContext? context, ResponsePath path, object? value) =>
        CompleteAndSettle(field.Definition.Type, new Position(field, context, path), value);

    /// <summary>Completes the value of a field or list item, and handles its failure there.</summary>
    private ValueTask<object?> CompleteAndSettle(GraphQLType type, Position at, object? value)
    {
        ValueTask<object?> completed;
        try
        {
            completed = Complete(type, at, value);
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            completed = new(new FieldFailure(Describe(exception, at.Field, at.Path, at.Context)));
        }

        return completed.IsCompletedSuccessfully
            ? new(Settle(completed.Result, type, at.Path))
            : AwaitAndSettleAsync(type, at, completed);
    }

    private async ValueTask<object?> AwaitAndSettleAsync(GraphQLType type, Position at, ValueTask<object?> pending)
    {
        object? completed;
        try
        {
            completed = await pending;
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            completed = new FieldFailure(Describe(exception, at.Field, at.Path, at.Context));
        }

        return Settle(completed, type, at.Path);
    }

    /// <remarks>https://spec.graphql.org/September2025/#CompleteValue()</remarks>
    private ValueTask<object?> Complete(GraphQLType type, Position at, object? value)
    {
        value = MemberAccess.Unwrap(value);
        if (type is NonNullType nonNull)
        {
            return value switch
            {
                null => new(NullFailure(at)),
                StreamedValue => throw new InvalidOperationException(
                    $"Field {at.Field.ParentType.Name}.{at.Field.Definition.Name} is streamed: it must be nullable."),
                _ => Complete(nonNull.OfType, at, value),
            };
        }

        switch (value)
        {
            case null:
                return default;
            case StreamedValue streamed:
                _hasStreamedValues = true;
                return new(new StreamedLeaf(streamed, at.Field, at.Path));
        }

        return type switch
        {
            ListType list => CompleteList(list, at, value),
            ObjectType objectType => CompleteObject(objectType, at, value),
            InterfaceType or UnionType => CompleteObject(ResolveType((NamedType)type, at, value), at, value),
            _ => new(CompleteLeaf((NamedType)type, value)),
        };
    }

    private ValueTask<object?> CompleteObject(ObjectType type, Position at, object value)
    {
        if (type.IsTypeOf is { } isTypeOf && !isTypeOf(value))
        {
            throw new GraphQLException($"Expected value of type \"{type}\" but got: {Values.Inspection.Inspect(value)}.", ErrorCodes.UnknownObjectType);
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        return ExecuteFieldsAsync(at.Field.Collect(type), value, at.Path);
    }

    private static object CompleteLeaf(NamedType type, object value)
    {
        if (type is ScalarType scalar)
        {
            return scalar.CoerceOutputValue(value) ?? throw new ValueCoercionException(
                $"Expected `{type}.coerceOutputValue({Values.Inspection.Inspect(value)})` to return non-nullable value, returned: null");
        }

        return ((EnumType)type).FindByValue(value)?.Name
            ?? throw new ValueCoercionException($"Enum \"{type}\" cannot represent value: {Values.Inspection.Inspect(value)}");
    }

    private ValueTask<object?> CompleteList(ListType type, Position at, object value)
    {
        if (AsyncSequence.From(value) is { } sequence)
        {
            return CompleteAsyncListAsync(type, at, sequence);
        }

        var list = new ListCompletion(value is ICollection { Count: var count } ? count : 4);
        switch (value)
        {
            case JsonElement { ValueKind: JsonValueKind.Array } json:
                foreach (var item in json.EnumerateArray())
                {
                    if (!CompleteItem(ref list, type.OfType, at, item))
                    {
                        break;
                    }
                }

                break;
            case string or JsonElement or IDictionary or IReadOnlyDictionary<string, object?>:
            case not IEnumerable:
                throw new GraphQLException(
                    $"Expected Iterable, but did not find one for field \"{at.Field.ParentType.Name}.{at.Field.Definition.Name}\".", ErrorCodes.NotAList);
            default:
                foreach (var item in (IEnumerable)value)
                {
                    if (!CompleteItem(ref list, type.OfType, at, item))
                    {
                        break;
                    }
                }

                break;
        }

        return list.Finish();
    }

    private async ValueTask<object?> CompleteAsyncListAsync(ListType type, Position at, IAsyncEnumerable<object?> items)
    {
        var list = new ListCompletion(4);
        await foreach (var item in items.WithCancellation(operation.CancellationToken))
        {
            operation.Batches.Enter();
            try
            {
                if (!CompleteItem(ref list, type.OfType, at, item))
                {
                    break;
                }
            }
            finally
            {
                operation.Batches.Exit();
            }
        }

        return await list.Finish();
    }

    /// <summary>Completes the next item; false when the list is lost with it, so that the rest need not be completed.</summary>
    private bool CompleteItem(ref ListCompletion list, GraphQLType itemType, Position at, object? item)
    {
        list.Add(CompleteAndSettle(itemType, at with { Path = at.Path.Append(list.Count) }, item));
        return !list.IsLost;
    }

    /// <remarks>https://spec.graphql.org/September2025/#ResolveAbstractType()</remarks>
    private ObjectType ResolveType(NamedType type, Position at, object value)
    {
        var context = at.Context ?? ContextOf(at.Field, at.Path);
        var resolve = type is InterfaceType interfaceType ? interfaceType.ResolveType : ((UnionType)type).ResolveType;
        var name = resolve is null ? DefaultTypeName(type, value) : resolve(value, context);
        var field = $"{at.Field.ParentType.Name}.{at.Field.Definition.Name}";
        if (name is null)
        {
            throw new GraphQLException(
                $"Abstract type \"{type}\" must resolve to an Object type at runtime for field \"{field}\". Either the \"{type}\" type " +
                "should provide a \"resolveType\" function or each possible type should provide an \"isTypeOf\" function.",
                ErrorCodes.UnknownObjectType);
        }

        return operation.Schema.FindType(name) switch
        {
            ObjectType found when operation.Schema.IsPossibleType(type, found) => found,
            ObjectType found => throw new GraphQLException(
                $"Runtime Object type \"{found}\" is not a possible type for \"{type}\".", ErrorCodes.UnknownObjectType),
            null => throw new GraphQLException(
                $"Abstract type \"{type}\" was resolved to a type \"{name}\" that does not exist inside the schema.", ErrorCodes.UnknownObjectType),
            _ => throw new GraphQLException(
                $"Abstract type \"{type}\" was resolved to a non-object type \"{name}\".", ErrorCodes.UnknownObjectType),
        };
    }

    private string? DefaultTypeName(NamedType type, object value)
    {
        if (MemberAccess.Get(value, "__typename") is string name)
        {
            return name;
        }

        foreach (var possible in operation.Schema.GetPossibleTypes(type))
        {
            if (possible.IsTypeOf?.Invoke(value) == true)
            {
                return possible.Name;
            }
        }

        return null;
    }

    private static FieldFailure NullFailure(Position at) => new(new GraphQLError
    {
        Message = $"Cannot return null for non-nullable field {at.Field.ParentType.Name}.{at.Field.Definition.Name}.",
        Code = ErrorCodes.NonNullViolation,
    }.LocatedAt(at.Field.Nodes, at.Path));

    /// <summary>Where a value stands: its field, and the way to it in the response.</summary>
    private readonly record struct Position(CollectedField Field, FieldContext? Context, ResponsePath Path);

    /// <summary>The items of a list while they are completed.</summary>
    private struct ListCompletion(int capacity)
    {
        private readonly List<object?> _items = new(capacity);
        private List<Task<object?>?>? _waiting;
        private FieldFailure? _failure;

        public readonly int Count => _items.Count;

        /// <summary>An item failed that may not be null, and nothing is under way: the rest need not be completed.</summary>
        public readonly bool IsLost => _failure is not null && _waiting is null;

        public void Add(ValueTask<object?> item)
        {
            if (item.IsCompletedSuccessfully)
            {
                _items.Add(item.Result);
                _failure ??= item.Result as FieldFailure;
                _waiting?.Add(null);
                return;
            }

            if (_waiting is null)
            {
                _waiting = new(_items.Capacity);
                for (var i = 0; i < _items.Count; i++)
                {
                    _waiting.Add(null);
                }
            }

            _items.Add(null);
            _waiting.Add(item.AsTask());
        }

        public readonly ValueTask<object?> Finish() =>
            _waiting is null ? new((object?)_failure ?? _items) : FinishAsync([.. _items], [.. _waiting]);

        private static async ValueTask<object?> FinishAsync(object?[] items, Task<object?>?[] waiting)
        {
            await AwaitAllAsync(items, waiting);
            return Array.Find(items, item => item is FieldFailure) ?? items;
        }
    }
}
