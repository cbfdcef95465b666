using HealthGraph.Api.Access;
using HealthGraph.Api.Endpoint;
using HealthGraph.Api.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Validation;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Composition;

/// <summary>
/// The schema that requests begin with. It can change while the server runs (a FHIR view adds a type): new requests then get the
/// new one, and those under way finish on theirs.
/// </summary>
internal sealed class SchemaProvider
{
    private readonly SchemaFactory _factory;
    private readonly OperationExecutorOptions _options;
    private volatile SchemaSnapshot _current;

    public SchemaProvider(SchemaFactory factory, IOptions<GraphQLOptions> options, UnexpectedErrors errors)
    {
        _factory = factory;
        _options = new OperationExecutorOptions
        {
            Timeout = options.Value.Timeout,
            MaxDepth = options.Value.MaxDepth,
            Validation = new ValidationOptions { HideSuggestions = !options.Value.Introspection },
            OnUnexpectedError = errors.From,
            Guards = [new AccessGuard(options.Value.Introspection).Check],
        };
        _current = Make();
    }

    public SchemaSnapshot Current => _current;

    /// <summary>Makes the schema anew from what the features say now.</summary>
    public void Refresh() => _current = Make();

    private SchemaSnapshot Make()
    {
        var schema = _factory.Create();
        return new SchemaSnapshot(new OperationExecutor(schema, _options), () => SchemaText.Print(schema));
    }
}
