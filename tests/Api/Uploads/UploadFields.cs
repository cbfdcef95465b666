using System.Security.Cryptography;
using System.Text;
using HealthGraph.Api.Access;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Uploads;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;

namespace HealthGraph.Api.Tests.Uploads;

/// <summary>Mutations that take files, for tests: what they got is what they answer.</summary>
internal sealed class UploadFields : ISchemaFeature
{
    /// <summary>Set when <c>firstBytes</c> has read its bytes, while the rest of the file may not have been sent.</summary>
    public TaskCompletionSource<string> FirstBytes { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AddTo(SchemaParts parts)
    {
        parts.QueryFields.AddRange(Fields());
        parts.MutationFields.AddRange(Fields());
    }

    private Field[] Fields() =>
    [
        Create("upload", new("file", ExtendedScalars.Upload.NonNull()), static context =>
            DescribeAsync(context, context.Argument<UploadReference>("file")!)),
        Create("uploadAll", new("files", ExtendedScalars.Upload.NonNull().List()), UploadAllAsync),
        Create("ignore", new("file", ExtendedScalars.Upload), static _ => Task.FromResult("ignored")),
        Create("firstBytes", new("file", ExtendedScalars.Upload.NonNull()), FirstBytesAsync),
        Create("head", new("file", ExtendedScalars.Upload.NonNull()), HeadAsync),
    ];

    private static async Task<string> UploadAllAsync(FieldContext context)
    {
        List<string> all = [];
        foreach (var file in context.Argument<IReadOnlyList<object?>>("files")!)
        {
            all.Add(await DescribeAsync(context, (UploadReference)file!));
        }

        return string.Join(' ', all);
    }

    private async Task<string> FirstBytesAsync(FieldContext context)
    {
        var file = await context.ReceiveFileAsync(context.Argument<UploadReference>("file")!);
        await using var content = file.Content;
        var buffer = new byte[5];
        await content.ReadExactlyAsync(buffer, context.CancellationToken);
        FirstBytes.TrySetResult(Encoding.UTF8.GetString(buffer));
        using var rest = new MemoryStream();
        await content.CopyToAsync(rest, context.CancellationToken);
        return $"{buffer.Length}+{rest.Length}";
    }

    private static async Task<string> HeadAsync(FieldContext context)
    {
        var file = await context.ReceiveFileAsync(context.Argument<UploadReference>("file")!);
        await using var content = file.Content;
        return $"{await content.ReadAsync(new byte[1], context.CancellationToken)} of {file.FileName}";
    }

    private static async Task<string> DescribeAsync(FieldContext context, UploadReference reference)
    {
        var file = await context.ReceiveFileAsync(reference);
        await using var content = file.Content;
        var hash = await SHA256.HashDataAsync(content, context.CancellationToken);
        return $"{file.FileName}|{file.ContentType}|{content.Position}|{Convert.ToHexStringLower(hash)[..8]}";
    }

    private static Field Create(string name, InputValue argument, Func<FieldContext, Task<string>> resolve) => new(name, SpecifiedScalars.String)
    {
        Description = "For tests.",
        Arguments = [new(argument.Name, argument.Type) { Description = "What is sent." }],
        Features = FeatureSet.Of(new AccessRule([Role.Analyst])),
        Resolve = async context => await resolve(context),
    };
}
