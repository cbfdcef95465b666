using System.Text.Json;
using HealthGraph.Api.PersistedOperations;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Endpoint;

/// <summary>Finds the document of a request: sent along, or only named by its hash or id.</summary>
internal sealed class DocumentFinder(AutomaticPersistedQueries registered, TrustedDocuments trusted)
{
    /// <summary>The document as UTF-8.</summary>
    /// <exception cref="RequestRefusedException">The request names none, or contradicts itself.</exception>
    /// <exception cref="GraphQLException">The document is not known here, or not allowed.</exception>
    public ReadOnlyMemory<byte> Find(GraphQLParameters parameters, OperationExecutor executor)
    {
        var hash = HashOf(parameters);
        if (parameters.Query is not { } query)
        {
            return FindByName(parameters.DocumentId, hash);
        }

        if (hash is null && parameters.DocumentId is not null)
        {
            throw RequestRefusedException.Malformed("Send either 'query' or 'documentId'. Both fit together only when the id is the SHA-256 of the query.");
        }

        if (hash is { } claimed && claimed != DocumentHash.Of(query.Span))
        {
            throw RequestRefusedException.Malformed("The SHA-256 of the query is not the one that the request gives: provided sha does not match query.");
        }

        if (trusted.Only)
        {
            return trusted.Contains(query.Span) ? query : throw NotTrusted();
        }

        if (hash is { } verified && registered.AreOn && executor.Prepare(query, out _) is not null)
        {
            registered.Add(verified, query.Span);
        }

        return query;
    }

    private ReadOnlyMemory<byte> FindByName(string? id, DocumentHash? hash)
    {
        if (id is null && hash is null)
        {
            throw JsonParameterReader.MissingQuery();
        }

        var found = (id is null ? null : trusted.Find(id)) ?? (hash is { } known ? trusted.Find(known) : null);
        if (found is not null)
        {
            return found;
        }

        if (trusted.Only)
        {
            throw NotTrusted();
        }

        // Apollo's clients know these messages: after the one they send hash and document, after the other never a hash again.
        return (hash is { } maybe ? registered.Find(maybe) : null) ?? throw new GraphQLException(
            id is null && !registered.AreOn ? "PersistedQueryNotSupported" : "PersistedQueryNotFound", ErrorCodes.PersistedOperationNotFound);
    }

    private static DocumentHash? HashOf(GraphQLParameters parameters)
    {
        if (parameters.Extensions?.TryGetProperty("persistedQuery", out var persisted) is true && persisted.ValueKind is not JsonValueKind.Null)
        {
            return Parse(persisted);
        }

        return DocumentHash.TryParse(parameters.DocumentId, out var hash) ? hash : null;
    }

    private static DocumentHash Parse(JsonElement persisted)
    {
        const string Form = "{\"version\": 1, \"sha256Hash\": \"<64 hexadecimal digits>\"}";
        return persisted.ValueKind is JsonValueKind.Object
            && persisted.TryGetProperty("version", out var version) && version.ValueKind is JsonValueKind.Number
            && version.TryGetInt32(out var number) && number == 1
            && persisted.TryGetProperty("sha256Hash", out var text) && text.ValueKind is JsonValueKind.String
            && DocumentHash.TryParse(TextOf(text), out var hash)
            ? hash
            : throw RequestRefusedException.Malformed($"The extension 'persistedQuery' must be {Form}.");
    }

    // Half a surrogate pair is no text.
    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static GraphQLException NotTrusted() =>
        new("Only trusted documents are executed, and this is none of them.", ErrorCodes.NotATrustedDocument);
}
