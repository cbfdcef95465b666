using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// Reads the member of a value that a field without a resolver means: the entry of a dictionary or JSON object, or the public
/// property of that name (<c>firstName</c> reads <c>FirstName</c>).
/// </summary>
internal static class MemberAccess
{
    private static readonly ConcurrentDictionary<(Type Type, string Name), Func<object, object?>> Getters = new();

    public static object? Get(object? source, string name) => source switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> entries => entries.GetValueOrDefault(name),
        _ => GetterOf(source.GetType(), name)(source),
    };

    /// <summary>The value without its JSON wrapping, where there is a plain one: null, text, true and false.</summary>
    public static object? Unwrap(object? value) => value is not JsonElement json ? value : json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value,
    };

    public static Func<object, object?> GetterOf(Type type, string name) => Getters.GetOrAdd((type, name), MakeGetter);

    private static Func<object, object?> MakeGetter((Type Type, string Name) member)
    {
        var (type, name) = member;
        if (typeof(IReadOnlyDictionary<string, object?>).IsAssignableFrom(type))
        {
            return source => ((IReadOnlyDictionary<string, object?>)source).GetValueOrDefault(name);
        }

        if (type == typeof(JsonElement))
        {
            return source => (JsonElement)source is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
                ? Unwrap(value)
                : null;
        }

        var property = type.GetProperty(Capitalize(name), BindingFlags.Public | BindingFlags.Instance)
            ?? type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance);
        return property is { CanRead: true } && property.GetIndexParameters().Length == 0 ? Compile(type, property) : static _ => null;
    }

    private static Func<object, object?> Compile(Type type, PropertyInfo property)
    {
        var source = Expression.Parameter(typeof(object));
        var read = Expression.Convert(Expression.Property(Expression.Convert(source, type), property), typeof(object));
        return Expression.Lambda<Func<object, object?>>(read, source).Compile();
    }

    private static string Capitalize(string name) => string.Create(name.Length, name, static (span, name) =>
    {
        name.CopyTo(span);
        span[0] = char.ToUpperInvariant(span[0]);
    });
}
