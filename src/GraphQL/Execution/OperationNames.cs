using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Execution;

/// <summary>The keywords of the operation types.</summary>
internal static class OperationNames
{
    public static string Of(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };
}
