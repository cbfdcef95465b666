using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A type with fields: an object or an interface.</summary>
public abstract class FieldsType(string name) : NamedType(name)
{
    private readonly Lock _gate = new();
    private OrderedDictionary<string, Field>? _fields;
    private IReadOnlyList<InterfaceType>? _interfaces;

    /// <summary>Makes the fields when they are first asked for, so that types can name each other in any order.</summary>
    public Func<IEnumerable<Field>> FieldsFactory { get; init; } = static () => [];

    /// <summary>Makes the list of implemented interfaces when it is first asked for.</summary>
    public Func<IEnumerable<InterfaceType>> InterfacesFactory { get; init; } = static () => [];

    /// <summary>The fields by name, in the order they were declared.</summary>
    public OrderedDictionary<string, Field> Fields => _fields ?? Build(ref _fields, MakeFields);

    /// <summary>The interfaces it implements, those that they implement included.</summary>
    public IReadOnlyList<InterfaceType> Interfaces => _interfaces ?? Build(ref _interfaces, () => [.. InterfacesFactory()]);

    private OrderedDictionary<string, Field> MakeFields()
    {
        var fields = new OrderedDictionary<string, Field>();
        foreach (var field in FieldsFactory())
        {
            if (!fields.TryAdd(field.Name, field))
            {
                throw new SchemaException($"Field \"{Name}.{field.Name}\" can only be defined once.");
            }
        }

        return fields;
    }

    private T Build<T>(ref T? target, Func<T> make)
        where T : class
    {
        lock (_gate)
        {
            return target ??= make();
        }
    }
}

/// <summary>A type with fields that values have directly.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Objects</remarks>
public sealed class ObjectType(string name) : FieldsType(name)
{
    /// <summary>Tells whether a value is of this type, for interfaces and unions without a type resolver.</summary>
    public Func<object, bool>? IsTypeOf { get; init; }
}

/// <summary>Fields that several object types share.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Interfaces</remarks>
public sealed class InterfaceType(string name) : FieldsType(name)
{
    /// <summary>Names the object type of a value.</summary>
    public TypeResolver? ResolveType { get; init; }
}

/// <summary>One of several object types.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Unions</remarks>
public sealed class UnionType(string name) : NamedType(name)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<ObjectType>? _types;

    /// <summary>Makes the members when they are first asked for.</summary>
    public Func<IEnumerable<ObjectType>> TypesFactory { get; init; } = static () => [];

    /// <summary>The members.</summary>
    public IReadOnlyList<ObjectType> Types
    {
        get
        {
            lock (_gate)
            {
                return _types ??= [.. TypesFactory()];
            }
        }
    }

    /// <summary>Names the object type of a value.</summary>
    public TypeResolver? ResolveType { get; init; }
}

/// <summary>The name of the object type of a value, or null when it is of none that is known.</summary>
public delegate string? TypeResolver(object value, FieldContext context);
