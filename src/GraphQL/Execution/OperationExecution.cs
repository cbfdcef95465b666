using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>One run of one operation: executes fields, completes values, gathers errors.</summary>
/// <remarks>
/// Whatever finishes at once is never put into a task. A failed value travels as a <see cref="FieldFailure"/> in place of the
/// value until <see cref="Settle"/> finds the position that may be null.
/// https://spec.graphql.org/September2025/#sec-Executing-Selection-Sets
/// </remarks>
internal sealed partial class OperationExecution(OperationContext operation, OperationExecutorOptions options)
{
    // graphql-js's experiment, switched on by a schema that defines the directive: every error stays at its own position.
    private readonly bool _propagates =
        !operation.Definition.Directives.Any(static directive => directive.Name.Value == "experimental_disableErrorPropagation");

    private readonly Lock _gate = new();
    private List<GraphQLError>? _errors;
    private HashSet<ResponsePath>? _nulled;
    private bool _hasStreamedValues;

    public OperationContext Operation => operation;

    /// <summary>Executes the root fields: the value is a <see cref="ResultObject"/>, or null.</summary>
    public ValueTask<object?> ExecuteRootAsync(object? rootValue, bool serially)
    {
        operation.CancellationToken.ThrowIfCancellationRequested();
        operation.Batches.Enter();
        ValueTask<object?> data;
        try
        {
            var fields = CollectRoot();
            data = fields.Deferral is { } deferral
                ? ExecuteDeferring(deferral, rootValue, null, serially)
                : serially
                    ? ExecuteFieldsSeriallyAsync(fields, rootValue, null)
                    : ExecuteFieldsAsync(fields, rootValue, null);
        }
        catch (GraphQLException exception)
        {
            data = new(new FieldFailure(exception.Error));
        }
        finally
        {
            operation.Batches.Exit();
        }

        return data.IsCompletedSuccessfully ? new(SettleRoot(data.Result)) : AwaitRootAsync(data);
    }

    public OperationResult Finish(object? data, Deadline deadline)
    {
        var work = TakeWork(isLost: data is null);
        var hasMore = _hasStreamedValues || work is not null;
        if (!hasMore)
        {
            deadline.Dispose();
        }

        var result = new ExecutionResult
        {
            HasData = true,
            Data = (ResultObject?)data,
            Errors = _errors ?? (IReadOnlyList<GraphQLError>)[],
            Deadline = hasMore ? deadline : null,
            Execution = _hasStreamedValues ? this : null,
            Extensions = operation.Extensions,
        };
        return work is null ? result : new IncrementalDelivery(operation, options, deadline, work).Result(result);
    }

    /// <summary>The error that a failure of a field becomes: the caller's mistake as it is, all else through the hook.</summary>
    public GraphQLError Describe(Exception exception, CollectedField field, ResponsePath path, FieldContext? context)
    {
        var error = exception switch
        {
            GraphQLException known => known.Error,
            ValueCoercionException value => new GraphQLError { Message = value.Message, Code = ErrorCodes.InvalidValue },
            _ => options.OnUnexpectedError(exception, context ?? ContextOf(field, path)),
        };
        return error.LocatedAt(field.Nodes, path);
    }

    /// <summary>The same for a value that failed while it was written, when the time of the request may have run out as well.</summary>
    public GraphQLError DescribeStreamFailure(Exception exception, StreamedLeaf leaf) => IsAbort(exception)
        ? TimeoutError(options.Timeout).LocatedAt(leaf.Field.Nodes, leaf.Path)
        : Describe(exception, leaf.Field, leaf.Path, null);

    public static GraphQLError TimeoutError(TimeSpan timeout) => new()
    {
        Message = $"The request exceeded the configured timeout of `{timeout:c}`.",
        Code = ErrorCodes.Timeout,
    };

    private async ValueTask<object?> AwaitRootAsync(ValueTask<object?> data) => SettleRoot(await data);

    private CollectedFields CollectRoot()
    {
        var type = operation.Definition.Operation;
        return operation.Schema.RootType(type) is { } root
            ? operation.Selections.CollectRoot(root)
            : throw new GraphQLException(GraphQLError.At(
                $"Schema is not configured to execute {OperationNames.Of(type)} operation.", ErrorCodes.ValidationError, operation.Definition));
    }

    /// <summary>All fields of an object, started in order, awaited together.</summary>
    private ValueTask<object?> ExecuteFieldsAsync(CollectedFields fields, object? source, ResponsePath? path)
    {
        var values = new object?[fields.Count];
        Task<object?>?[]? waiting = null;
        var shared = fields.Repeats is null ? null : new SharedResolution?[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var field = ExecuteField(fields[i], source, path, shared is null ? null : SharedAt(i, fields.Repeats!, shared));
            if (!field.IsCompletedSuccessfully)
            {
                (waiting ??= new Task<object?>?[values.Length])[i] = field.AsTask();
                continue;
            }

            values[i] = field.Result;
            if (values[i] is FieldFailure && waiting is null)
            {
                // Nothing of this object will be seen, and nothing is under way: the rest need not run.
                return new(values[i]);
            }
        }

        return waiting is null ? new(new ResultObject(fields, values)) : AwaitFieldsAsync(fields, values, waiting);
    }

    private static SharedResolution? SharedAt(int index, FieldRepeats repeats, SharedResolution?[] shared) =>
        repeats.UsesOf(index) == 1 ? null : shared[repeats.FirstOf(index)] ??= new SharedResolution(repeats.UsesOf(index));

    private static async ValueTask<object?> AwaitFieldsAsync(CollectedFields fields, object?[] values, Task<object?>?[] waiting)
    {
        await AwaitAllAsync(values, waiting);
        return Array.Find(values, value => value is FieldFailure) ?? new ResultObject(fields, values);
    }

    // Every task is awaited even if one is cancelled: none may run on behind the response unobserved.
    private static async ValueTask AwaitAllAsync(object?[] values, Task<object?>?[] waiting)
    {
        OperationCanceledException? cancelled = null;
        for (var i = 0; i < waiting.Length; i++)
        {
            if (waiting[i] is { } task)
            {
                try
                {
                    values[i] = await task;
                }
                catch (OperationCanceledException exception)
                {
                    cancelled = exception;
                }
            }
        }

        if (cancelled is not null)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, cancelled.CancellationToken);
        }
    }

    /// <summary>The fields of a mutation: each only when the one before is complete.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#sec-Normal-and-Serial-Execution</remarks>
    private async ValueTask<object?> ExecuteFieldsSeriallyAsync(CollectedFields fields, object? source, ResponsePath? path)
    {
        var values = new object?[fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            ValueTask<object?> field;
            operation.Batches.Enter();
            try
            {
                field = ExecuteField(fields[i], source, path);
            }
            finally
            {
                operation.Batches.Exit();
            }

            values[i] = await field;
            if (values[i] is FieldFailure)
            {
                return values[i];
            }
        }

        return new ResultObject(fields, values);
    }

    /// <remarks>https://spec.graphql.org/September2025/#ExecuteField()</remarks>
    private ValueTask<object?> ExecuteField(
        CollectedField field, object? source, ResponsePath? parentPath, SharedResolution? shared = null)
    {
        var definition = field.Definition;
        if (definition.Resolve is not { } resolve)
        {
            return ExecuteMember(field, source, parentPath);
        }

        operation.CancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(field, parentPath);
        FieldContext? context = null;
        ValueTask<object?> value;
        try
        {
            context = new FieldContext
            {
                Operation = operation,
                Parent = source,
                Selection = field,
                Path = path,
                Arguments = field.CoerceArguments(operation.Variables),
            };
            value = shared is null ? resolve(context) : shared.ResolveAsync(resolve, context);
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            return new(Settle(new FieldFailure(Describe(exception, field, path, context)), definition.Type, path));
        }

        return value.IsCompletedSuccessfully
            ? CompleteField(field, context, path, value.Result)
            : AwaitFieldAsync(field, context, path, value);
    }

    private async ValueTask<object?> AwaitFieldAsync(CollectedField field, FieldContext context, ResponsePath path, ValueTask<object?> pending)
    {
        object? value;
        try
        {
            value = await pending;
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            return Settle(new FieldFailure(Describe(exception, field, path, context)), field.Definition.Type, path);
        }

        operation.CancellationToken.ThrowIfCancellationRequested();
        ValueTask<object?> completed;
        operation.Batches.Enter();
        try
        {
            completed = CompleteField(field, context, path, value);
        }
        finally
        {
            operation.Batches.Exit();
        }

        return await completed;
    }

    /// <summary>A field without a resolver: read from its parent at once.</summary>
    private ValueTask<object?> ExecuteMember(CollectedField field, object? source, ResponsePath? parentPath)
    {
        if (ReferenceEquals(field.Definition, MetaFields.TypeName))
        {
            return new(field.ParentType.Name);
        }

        object? value;
        try
        {
            value = field.GetMember(source);
            if (field.LeafType is { } leaf && value is not null and not StreamedValue)
            {
                return new(CompleteLeaf(leaf, value));
            }
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            var failedAt = PathOf(field, parentPath);
            return new(Settle(new FieldFailure(Describe(exception, field, failedAt, null)), field.Definition.Type, failedAt));
        }

        return CompleteField(field, null, PathOf(field, parentPath), value);
    }

    private static ResponsePath PathOf(CollectedField field, ResponsePath? parentPath) =>
        parentPath?.Append(field.ResponseName) ?? ResponsePath.Root(field.ResponseName);

    private FieldContext ContextOf(CollectedField field, ResponsePath path) => new()
    {
        Operation = operation,
        Selection = field,
        Path = path,
        Arguments = VariableValues.Empty,
    };

    private bool IsAbort(Exception exception) =>
        exception is OperationCanceledException && operation.CancellationToken.IsCancellationRequested;
}

/// <summary>A value that could not be had, on its way up to a position that may be null.</summary>
internal sealed record FieldFailure(GraphQLError Error);
