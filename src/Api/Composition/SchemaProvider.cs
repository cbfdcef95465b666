using HealthGraph.Api.Access;
using HealthGraph.Api.DefinedRelations;
using HealthGraph.Api.Endpoint;
using HealthGraph.Api.Errors;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
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
    private readonly SchemaAccess _access;
    private volatile SchemaSnapshot _current;

    public SchemaProvider(SchemaFactory factory, SchemaAccess access, IOptions<GraphQLOptions> options, UnexpectedErrors errors, RateLimits rates)
    {
        _factory = factory;
        _access = access;
        _options = options.Value.ToExecutorOptions() with
        {
            OnUnexpectedError = errors.From,
            OnPriced = rates.Charge,
        };
        _current = Make([]);
    }

    /// <summary>Told when requests begin with another schema than before.</summary>
    public event EventHandler? Changed;

    public SchemaSnapshot Current => _current;

    /// <summary>What executes the operations of that caller; for nobody, what trusted documents are held against.</summary>
    public OperationExecutor ExecutorFor(Principal? caller) =>
        caller is null ? _current.Whole : _current.For(caller.Role).Executor(_access.IsOpenTo(caller));

    /// <summary>Makes the schema anew: what the features say, and these relations. On failure it stays as it is.</summary>
    /// <exception cref="SchemaException">They do not fit together.</exception>
    public void Refresh(IReadOnlyList<DefinedRelation> defined)
    {
        _current = Make(defined);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private SchemaSnapshot Make(IReadOnlyList<DefinedRelation> defined) => new(_factory.Create(defined), OptionsFor);

    private OperationExecutorOptions OptionsFor(bool schemaIsOpen) => _options with
    {
        Validation = _options.Validation with { HideSuggestions = !schemaIsOpen },
        Guards = [new AccessGuard(schemaIsOpen).Check],
    };
}
