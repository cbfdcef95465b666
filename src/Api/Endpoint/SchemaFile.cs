using System.Text;
using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Errors;
using HealthGraph.Domain.Errors;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary><c>/graphql/schema.graphql</c> and <c>/graphql?sdl</c>: the schema as text, as far as the caller's role goes.</summary>
internal sealed class SchemaFile(
    SchemaProvider schema, SchemaAccess access, CallerAuthentication callers, UnexpectedErrors errors)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var caller = await callers.AuthenticateAsync(context);
            if (!access.IsOpenTo(caller))
            {
                throw new RequestRefusedException(
                    StatusCodes.Status404NotFound, "The schema is not shown to this key's role.", ErrorCodes.IntrospectionClosed);
            }

            context.Response.ContentType = "application/graphql; charset=utf-8";
            await context.Response.WriteAsync(schema.Current.For(caller.Role).Sdl, Encoding.UTF8, context.RequestAborted);
        }
        catch (RequestRefusedException refused)
        {
            await ErrorResponse.WriteAsync(context, ResponseFormat.Json, refused.StatusCode, refused.Error);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or HealthGraphException)
        {
            await ErrorResponse.WriteAsync(
                context, ResponseFormat.Json, StatusCodes.Status503ServiceUnavailable, errors.From(e, field: null));
        }
    }
}
