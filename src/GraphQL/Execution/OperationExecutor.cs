using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Validation;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// Executes requests against one schema: document (parsed and validated once, then cached), operation, variables, fields. A
/// changed schema gets an executor of its own; requests that are under way finish on theirs.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Executing-Requests</remarks>
public sealed class OperationExecutor
{
    // Invalid documents come from mistakes and from abuse: they must not push out the good ones.
    private const int InvalidShare = 16;

    // The largest answer that is kept is a quarter of the share: 2 MB by default.
    private const int IntrospectionShare = 8;

    private readonly Schema _shown;
    private readonly OperationExecutorOptions _options;
    private readonly CostAnalyzer? _cost;
    private readonly DocumentCache<PreparedDocument> _documents;
    private readonly DocumentCache<ExecutionResult> _refusals;
    private readonly IntrospectionAnswers _introspection;

    /// <summary>Makes an executor with caches of its own.</summary>
    public OperationExecutor(Schema schema, OperationExecutorOptions? options = null)
        : this(schema, schema, options ?? new OperationExecutorOptions(), null)
    {
    }

    private OperationExecutor(Schema schema, Schema shown, OperationExecutorOptions options, DocumentCache<PreparedDocument>? documents)
    {
        Schema = schema;
        _shown = shown;
        _options = options;
        _cost = _options.Cost is { } cost ? new CostAnalyzer(cost) : null;
        _documents = documents ?? new(_options.DocumentCacheBytes);
        _refusals = new(_options.DocumentCacheBytes / InvalidShare);
        _introspection = new(_options.DocumentCacheBytes / IntrospectionShare);
    }

    /// <summary>What requests are executed on.</summary>
    public Schema Schema { get; }

    /// <summary>
    /// An executor on the same schema for callers who are shown a part of it: introspection and what is wrong with a document are told by that
    /// part. Documents that are right are kept once for all; what was told to one caller is told to no other.
    /// </summary>
    /// <param name="shown">A part of <see cref="Schema"/>.</param>
    /// <param name="options">Those of this executor, but for guards and suggestions.</param>
    public OperationExecutor Showing(Schema shown, OperationExecutorOptions options) => new(Schema, shown, options, _documents);

    /// <summary>Executes a request. What is wrong with it is in the result; what is thrown is that the caller left.</summary>
    public ValueTask<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken) =>
        Find(request, out var refusal) is { } operation ? ExecuteAsync(operation, request, cancellationToken) : new(refusal!);

    /// <summary>
    /// Takes a request up to the point of execution, with every check on the way: for a host that reads what is selected in a way of
    /// its own. Null, and why, when it may not be executed.
    /// </summary>
    public OpenedOperation? Open(OperationRequest request, CancellationToken cancellationToken, out ExecutionResult? refusal) =>
        Find(request, out refusal) is { } operation && Begin(operation, request, cancellationToken, out var deadline, out refusal) is { } context
            ? new OpenedOperation(context, deadline)
            : null;

    private PreparedOperation? Find(OperationRequest request, out ExecutionResult? refusal)
    {
        try
        {
            return Prepare(request.Document, out refusal)?.GetOperation(request.OperationName);
        }
        catch (GraphQLException exception)
        {
            refusal = ExecutionResult.Failed(RequestErrorKind.OperationNotFound, exception.Error);
            return null;
        }
    }

    /// <summary>The document, parsed and validated, from the cache if it was seen before; or why it cannot be executed.</summary>
    public PreparedDocument? Prepare(ReadOnlyMemory<byte> text, out ExecutionResult? refusal)
    {
        refusal = null;
        if (_documents.Find(text.Span) is { } known)
        {
            return known;
        }

        refusal = _refusals.Find(text.Span);
        return refusal is null ? PrepareNew(text.ToArray(), out refusal) : null;
    }

    private PreparedDocument? PrepareNew(byte[] text, out ExecutionResult? refusal)
    {
        DocumentNode document;
        var source = new Source(text);
        try
        {
            document = Parser.ParseDocument(source, _options.Parser);
        }
        catch (GraphQLException exception)
        {
            refusal = Refuse(text, RequestErrorKind.Syntax, [exception.Error]);
            return null;
        }

        var errors = Validate(document);
        if (errors.Count == 0)
        {
            errors = DepthLimit.Check(document, _options.MaxDepth);
        }

        if (errors.Count == 0)
        {
            errors = ExpansionLimit.Check(document, _options.MaxExpandedFields);
        }

        if (errors.Count > 0)
        {
            refusal = Refuse(text, RequestErrorKind.Validation, errors);
            return null;
        }

        refusal = null;
        var prepared = new PreparedDocument(Schema, source, document);
        _documents.Add(text, prepared, prepared.Bytes);
        return prepared;
    }

    private IReadOnlyList<GraphQLError> Validate(DocumentNode document)
    {
        var errors = DocumentValidator.Validate(Schema, document, _options.Validation);
        if (errors.Count == 0 || ReferenceEquals(_shown, Schema))
        {
            return errors;
        }

        // What is wrong by the whole schema is so by a part of it; should it ever not be, no name that is not shown is told.
        var told = DocumentValidator.Validate(_shown, document, _options.Validation);
        return told.Count > 0 ? told : DocumentValidator.Validate(Schema, document, _options.Validation with { HideSuggestions = true });
    }

    private ExecutionResult Refuse(byte[] text, RequestErrorKind kind, IReadOnlyList<GraphQLError> errors)
    {
        var refusal = ExecutionResult.Failed(kind, errors);
        _refusals.Add(text, refusal, text.Length + 512L);
        return refusal;
    }

    private ValueTask<OperationResult> ExecuteAsync(PreparedOperation operation, OperationRequest request, CancellationToken cancellationToken)
    {
        var context = Begin(operation, request, cancellationToken, out var deadline, out var refusal);
        return context is null ? new(refusal!)
            : deadline is null ? SubscribeAsync(context, request.RootValue, cancellationToken)
            : ExecuteAsync(context, request.RootValue, deadline);
    }

    /// <summary>Everything that comes before execution; null when the operation may not be executed.</summary>
    private OperationContext? Begin(
        PreparedOperation operation,
        OperationRequest request,
        CancellationToken cancellationToken,
        out Deadline? deadline,
        out ExecutionResult? refusal)
    {
        deadline = null;
        refusal = null;
        var definition = operation.Definition;
        if (request.RefusesMutations && definition.Operation == OperationType.Mutation)
        {
            refusal = ExecutionResult.Failed(RequestErrorKind.MutationNotAllowed, GraphQLError.At(
                $"Can only perform a {OperationNames.Of(definition.Operation)} operation from a POST request.",
                ErrorCodes.InvalidRequest,
                definition));
            return null;
        }

        foreach (var guard in _options.Guards)
        {
            if (guard(operation, request.Caller) is { } refused)
            {
                refusal = ExecutionResult.Failed(RequestErrorKind.Refused, refused);
                return null;
            }
        }

        if (!VariableCoercion.TryCoerce(operation.Variables, request.Variables, hideSuggestions: true, out var variables, out var errors))
        {
            if (!HidesSuggestions(operation))
            {
                VariableCoercion.TryCoerce(operation.Variables, request.Variables, hideSuggestions: false, out _, out errors);
            }

            refusal = ExecutionResult.Failed(RequestErrorKind.Variables, errors);
            return null;
        }

        deadline = definition.Operation == OperationType.Subscription
            ? null
            : Deadline.Start(request.Timeout ?? _options.Timeout, cancellationToken);
        var context = new OperationContext
        {
            Prepared = operation,
            ShownSchema = _shown,
            Services = request.Services,
            Caller = request.Caller,
            Origin = request.Origin,
            Variables = variables,
            Selections = operation.GetSelections(operation.GetConditions(variables, request.AcceptsIncrementalDelivery)),
            ReadsWholeLists = request.ReadsWholeLists,
            CancellationToken = deadline?.Token ?? cancellationToken,
        };
        refusal = _cost is null ? null : Price(_cost, context, request);
        if (refusal is null)
        {
            return context;
        }

        deadline?.Dispose();
        return null;
    }

    // A type that is shown in part has names that are not.
    private bool HidesSuggestions(PreparedOperation operation) =>
        _options.HideSuggestions
        || (!ReferenceEquals(_shown, Schema)
            && operation.Variables.Any(variable => variable.Type is { Named: var type } && !ReferenceEquals(_shown.FindType(type.Name), type)));

    /// <summary>The answer, when the operation costs too much or only its cost was asked for.</summary>
    private ExecutionResult? Price(CostAnalyzer analyzer, OperationContext context, OperationRequest request)
    {
        CostEstimate cost;
        try
        {
            cost = analyzer.Price(context);
        }
        catch (GraphQLException exception)
        {
            return ExecutionResult.Failed(RequestErrorKind.Refused, exception.Error);
        }

        var extensions = request.Cost == CostMode.Enforce ? null : cost.ToExtensions();
        if (request.Cost == CostMode.Validate)
        {
            return new ExecutionResult { Extensions = extensions };
        }

        context.Extensions = extensions;
        var sum = request.Budget?.Add(cost) ?? cost;
        return (analyzer.Check(sum) ?? _options.OnPriced(context, cost)) is { } exceeded
            ? new ExecutionResult { RequestError = RequestErrorKind.Refused, Errors = [exceeded], Extensions = extensions }
            : null;
    }

    private ValueTask<OperationResult> ExecuteAsync(OperationContext context, object? rootValue, Deadline deadline)
    {
        if (_introspection.Find(context) is { } known)
        {
            deadline.Dispose();
            return new(known);
        }

        var execution = new OperationExecution(context, _options);
        ValueTask<object?> data;
        try
        {
            data = execution.ExecuteRootAsync(rootValue, serially: context.Definition.Operation == OperationType.Mutation);
        }
        catch (OperationCanceledException)
        {
            return new(TimedOut(deadline));
        }

        if (!data.IsCompletedSuccessfully)
        {
            return AwaitAsync(execution, data, deadline);
        }

        var result = execution.Finish(data.Result, deadline);
        _introspection.Add(context, result);
        return new(result);
    }

    private static async ValueTask<OperationResult> AwaitAsync(OperationExecution execution, ValueTask<object?> data, Deadline deadline)
    {
        try
        {
            // A resolver that does not listen to its token must not hold the response back.
            var completed = await data.AsTask().WaitAsync(deadline.Token);
            return execution.Finish(completed, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            return TimedOut(deadline);
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    private static ExecutionResult TimedOut(Deadline deadline)
    {
        var over = deadline.IsOver;
        var token = deadline.Token;
        deadline.Dispose();
        if (!over)
        {
            throw new OperationCanceledException(token);
        }

        return ExecutionResult.Failed(RequestErrorKind.Timeout, OperationExecution.TimeoutError(deadline.Timeout));
    }

    private async ValueTask<OperationResult> SubscribeAsync(
        OperationContext context, object? rootValue, CancellationToken cancellationToken)
    {
        var opened = await new OperationExecution(context, _options).SubscribeAsync(rootValue);
        return opened.Source is { } source
            ? new SubscriptionResult { Events = MapAsync(source, context, cancellationToken) }
            : ExecutionResult.Failed(RequestErrorKind.Subscription, opened.Error!);
    }

    /// <remarks>https://spec.graphql.org/September2025/#MapSourceToResponseEvent()</remarks>
    private async IAsyncEnumerable<ExecutionResult> MapAsync(
        IAsyncEnumerable<object?> source, OperationContext subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = source.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            ExecutionResult? broken = null;
            try
            {
                if (!await events.MoveNextAsync())
                {
                    yield break;
                }
            }
#pragma warning disable CA1031 // The hook of the options decides what any failure says.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                broken = ExecutionResult.Failed(
                    RequestErrorKind.Subscription, (exception as GraphQLException)?.Error ?? _options.OnUnexpectedError(exception, null));
            }

            if (broken is not null)
            {
                yield return broken;
                yield break;
            }

            yield return await ExecuteEventAsync(subscription, events.Current, cancellationToken);
        }
    }

    private async ValueTask<ExecutionResult> ExecuteEventAsync(
        OperationContext subscription, object? sourceEvent, CancellationToken cancellationToken)
    {
        var deadline = Deadline.Start(_options.Timeout, cancellationToken);
        var context = new OperationContext
        {
            Prepared = subscription.Prepared,
            ShownSchema = subscription.ShownSchema,
            Services = subscription.Services,
            Caller = subscription.Caller,
            Origin = subscription.Origin,
            Variables = subscription.Variables,
            Selections = subscription.Selections,
            Extensions = subscription.Extensions,
            CancellationToken = deadline.Token,
        };
        return (ExecutionResult)await ExecuteAsync(context, sourceEvent, deadline);
    }
}
