using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem.Scalars;

namespace HealthGraph.Api.Uploads;

/// <summary>Where the resolvers of a request find its files.</summary>
internal sealed class UploadedFileAccess
{
    /// <summary>The files of the multipart form; null when the request is none.</summary>
    public UploadedFiles? Files { get; set; }
}

/// <summary>The way from an argument of type <c>Upload</c> to the file.</summary>
public static class UploadedFileExtensions
{
    /// <summary>Waits until the file begins to arrive.</summary>
    /// <exception cref="GraphQLException">The request does not hold the file, or another field has read it.</exception>
    public static ValueTask<UploadedFile> ReceiveFileAsync(this FieldContext context, UploadReference reference) =>
        context.Services.GetRequiredService<UploadedFileAccess>().Files is { } files
            ? files.ReceiveAsync(reference.Key, context.CancellationToken)
            : throw new GraphQLException(
                "A file can only be sent in a multipart form (https://github.com/jaydenseric/graphql-multipart-request-spec).",
                ErrorCodes.FileMissing);
}
