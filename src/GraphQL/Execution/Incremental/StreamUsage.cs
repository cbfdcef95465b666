using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>A <c>@stream</c> on a field whose operation may be delivered incrementally.</summary>
public sealed class StreamUsage
{
    private readonly DirectiveNode _directive;
    private readonly bool _isInSubscription;

    internal StreamUsage(DirectiveNode directive, bool isInSubscription)
    {
        _directive = directive;
        _isInSubscription = isInSubscription;
        Label = DirectiveLabel.Of(directive);
    }

    /// <summary>The client's name for it, told where it is announced.</summary>
    public string? Label { get; }

    /// <summary>How many items the payload has that brings the list; null when the directive is switched off.</summary>
    /// <exception cref="GraphQLException">An argument is null or negative, or the operation is a subscription.</exception>
    public int? GetInitialCount(IReadOnlyDictionary<string, object?> variables)
    {
        var arguments = ArgumentCoercion.CoerceArguments(SpecifiedDirectives.Stream, _directive, variables);
        if (arguments["if"] is false)
        {
            return null;
        }

        if (_isInSubscription)
        {
            throw SelectionCollector.NotInSubscriptions(SpecifiedDirectives.Stream);
        }

        return arguments["initialCount"] is int count and >= 0
            ? count
            : throw new GraphQLException("initialCount must be a positive integer", ErrorCodes.ValidationError);
    }
}
