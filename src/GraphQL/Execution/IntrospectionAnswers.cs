using System.Buffers;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Execution;

/// <summary>The written answers of operations that ask for nothing but the schema: it stays as it is while its executor lives.</summary>
/// <remarks>
/// Bounded by memory of its own, so that many such answers do not push documents out. Only data is kept: whether the caller may
/// have it is for the guards to say, at each request.
/// </remarks>
internal sealed class IntrospectionAnswers(long maxBytes)
{
    private readonly DocumentCache<ResultObject> _answers = new(maxBytes);

    /// <summary>The answer, when the same was asked before.</summary>
    public ExecutionResult? Find(OperationContext operation) =>
        IsFixed(operation) && _answers.Find(operation.Prepared.Document.Source.Text) is { } data
            ? new ExecutionResult { HasData = true, Data = data, Extensions = operation.Extensions }
            : null;

    /// <summary>Keeps the answer, if the next one to the same operation must be equal.</summary>
    public void Add(OperationContext operation, OperationResult result)
    {
        if (!IsFixed(operation) || result is not ExecutionResult { Data: { } data, Errors.Count: 0, HasStreamedValues: false })
        {
            return;
        }

        var bytes = 0L;
        var values = new object?[data.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var written = Write(data[i]);
            bytes += written.Json.Length;
            values[i] = written;
        }

        var document = operation.Prepared.Document;
        _answers.Add(document.Source.Text.ToArray(), new ResultObject(data.Fields, values), bytes + document.Bytes);
    }

    // Answers are found by the document's text alone: it must have one operation, no variables, and come in one piece.
    private static bool IsFixed(OperationContext operation) =>
        operation.Definition.Operation == OperationType.Query &&
        operation.Prepared.Variables.Count == 0 &&
        operation.Prepared.Document.Operations.Count == 1 &&
        !operation.Selections.Conditions.IsIncremental &&
        operation.Definition.SelectionSet.Selections.All(
            static selection => selection is FieldNode { Name.Value: "__schema" or "__type" or "__typename" });

    private static WrittenItem Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ResponseWriter.JsonOptions))
        {
            ValueSerializer.Write(json, value);
        }

        return new WrittenItem(buffer.WrittenSpan.ToArray(), []);
    }
}
