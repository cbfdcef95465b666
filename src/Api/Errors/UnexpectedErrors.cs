using System.Diagnostics;
using HealthGraph.Api.Endpoint;
using HealthGraph.Domain.Errors;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Npgsql;

namespace HealthGraph.Api.Errors;

/// <summary>The one place where an exception becomes something a caller can read.</summary>
internal sealed class UnexpectedErrors(ILogger<UnexpectedErrors> logger)
{
    public GraphQLError From(Exception exception, FieldContext? field) => exception switch
    {
        GraphQLException known => known.Error,
        HealthGraphException known => new GraphQLError { Message = known.Message, Code = known.Code },
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => new GraphQLError
        {
            Message = "The database took longer over this than it may.",
            Code = ErrorCodes.Timeout,
        },
        _ when IsUnavailable(exception) => Unavailable(exception),
        _ => Masked(exception, field),
    };

    /// <summary>The database is gone, full or starting: trying again later may help.</summary>
    private static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        // No server, a broken connection, or no free one in the pool.
        NpgsqlException => true,
        _ => false,
    };

    private GraphQLError Unavailable(Exception exception)
    {
        logger.DatabaseUnavailable(TraceId(), exception);
        return new GraphQLError { Message = "The database is out of reach. Try again in a moment.", Code = ErrorCodes.Unavailable };
    }

    // The text of an unknown failure may hold patient data: it goes to the log and stays there.
    private GraphQLError Masked(Exception exception, FieldContext? field)
    {
        var traceId = TraceId();
        logger.FieldFailed(traceId, field is null ? "request" : $"{field.ParentType.Name}.{field.Field.Name}", exception);
        return new GraphQLError
        {
            Message = "Unexpected Execution Error",
            Code = ErrorCodes.Internal,
            Extensions = new Dictionary<string, object?> { ["traceId"] = traceId },
        };
    }

    /// <summary>What ties an error that a caller got to a line of the log.</summary>
    public static string TraceId() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString();
}
