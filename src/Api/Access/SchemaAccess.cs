using HealthGraph.Api.Endpoint;
using HealthGraph.Domain.Access;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Access;

/// <summary>Who may look at the schema itself: by introspection, as text, through the suggestions in error messages.</summary>
internal sealed class SchemaAccess(IOptions<GraphQLOptions> options)
{
    // Those who write their own queries. A team's programs come with theirs.
    private static readonly AccessRule Explorers = new([Role.Admin, Role.Analyst]);

    public bool IsOpenTo(Principal? caller) => options.Value.Introspection || (caller is not null && Explorers.Allows(caller));
}
