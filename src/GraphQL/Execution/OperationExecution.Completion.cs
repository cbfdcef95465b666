using System.Runtime.CompilerServices;
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
                if (streamed.Rest is { } rest)
                {
                    PutOff(rest, at);
                }

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
        var fields = at.Field.Collect(type);
        return fields.Deferral is { } deferral
            ? ExecuteDeferring(deferral, value, at.Path, serially: false)
            : ExecuteFieldsAsync(fields, value, at.Path);
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
    internal readonly record struct Position(CollectedField Field, FieldContext? Context, ResponsePath Path);
}
