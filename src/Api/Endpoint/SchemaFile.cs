using System.Text;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Errors;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary><c>/graphql/schema.graphql</c> and <c>/graphql?sdl</c>: the schema as text, for callers with a key.</summary>
internal sealed class SchemaFile(
    SchemaProvider schema, CallerAuthentication callers, UnexpectedErrors errors, IOptions<GraphQLOptions> options)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await callers.AuthenticateAsync(context);
            if (!options.Value.Introspection)
            {
                throw new RequestRefusedException(
                    StatusCodes.Status404NotFound, "The schema is not served: HealthGraph:GraphQL:Introspection is off.", "HC0046");
            }

            context.Response.ContentType = "application/graphql; charset=utf-8";
            await context.Response.WriteAsync(schema.Current.Sdl, Encoding.UTF8, context.RequestAborted);
        }
        catch (RequestRefusedException refused)
        {
            await ErrorResponse.WriteAsync(context, ResponseFormat.Json, refused.StatusCode, refused.Error);
        }
        catch (Npgsql.NpgsqlException e)
        {
            await ErrorResponse.WriteAsync(
                context, ResponseFormat.Json, StatusCodes.Status503ServiceUnavailable, errors.From(e, field: null));
        }
    }
}
