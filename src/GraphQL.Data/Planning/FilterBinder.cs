using System.Diagnostics;
using System.Text;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Takes a coerced <c>where</c> apart into steps and parameters.</summary>
internal readonly struct FilterBinder(BoundRequest request)
{
    private const int MaxDepth = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Binds the value of an argument; one that is absent or null asks for nothing.</summary>
    public void Bind(object? filter, InputValue argument)
    {
        if (filter is InputObjectValue given)
        {
            Bind(given, (InputObjectType)argument.Type.Named, null, 0);
        }
        else
        {
            request.Add(InstructionCode.And);
            request.Add(InstructionCode.End);
        }
    }

    private void Bind(InputObjectValue filter, InputObjectType type, Column? column, int depth, PartFeature? part = null)
    {
        if (depth > MaxDepth)
        {
            throw Invalid($"A filter can be nested {MaxDepth} deep at most.");
        }

        request.Add(InstructionCode.And);
        foreach (var (name, value) in filter.Entries)
        {
            var field = type.Fields[name];
            var feature = field.Features.Get<FilterFeature>()!;
            switch (feature.Operation)
            {
                case FilterOperation.And or FilterOperation.Or:
                    BindAll((IReadOnlyList<object?>?)value, type, feature.Operation, column, depth);
                    break;
                case FilterOperation.Not when value is InputObjectValue inner:
                    request.Add(InstructionCode.Not);
                    Bind(inner, type, null, depth + 1);
                    request.Add(InstructionCode.End);
                    break;
                case FilterOperation.Not:
                    break;
                case FilterOperation.Column:
                    var about = part?.Find(name) ?? feature.Column!;
                    Enter(about.Via);
                    Bind(Object(name, value), (InputObjectType)field.Type.Named, about, depth + 1);
                    Leave(about.Via);
                    break;
                case FilterOperation.Part:
                    Bind(Object(name, value), (InputObjectType)field.Type.Named, null, depth + 1, field.Features.Get<PartFeature>());
                    break;
                case FilterOperation.ToOne:
                    var link = (ToOne)feature.Link!;
                    Enter(link.Via);
                    BindToOne(link, value, (InputObjectType)field.Type.Named, depth);
                    Leave(link.Via);
                    break;
                case FilterOperation.ToMany:
                    BindToMany((ToMany)feature.Link!, Object(name, value), (InputObjectType)field.Type.Named, depth);
                    break;
                case FilterOperation.All or FilterOperation.None or FilterOperation.Some or FilterOperation.Any:
                    BindElements(column!, name, feature.Operation, value, field.Type.Named, depth);
                    break;
                default:
                    BindOperation(column!, name, feature.Operation, value);
                    break;
            }
        }

        request.Add(InstructionCode.End);
    }

    private void Enter(IReadOnlyList<ToOne> links)
    {
        foreach (var link in links)
        {
            request.Use(link.Target());
            request.Add(InstructionCode.ToOne, link);
        }
    }

    private void Leave(IReadOnlyList<ToOne> links)
    {
        for (var i = 0; i < links.Count; i++)
        {
            request.Add(InstructionCode.End);
        }
    }

    // An empty or absent list asks for nothing, as in HotChocolate: a dashboard with no choice made sends one.
    private void BindAll(IReadOnlyList<object?>? filters, InputObjectType type, FilterOperation operation, Column? column, int depth)
    {
        if (filters is not { Count: > 0 })
        {
            return;
        }

        request.Add(operation == FilterOperation.And ? InstructionCode.And : InstructionCode.Or);
        foreach (var filter in filters)
        {
            Bind((InputObjectValue)filter!, type, column, depth + 1);
        }

        request.Add(InstructionCode.End);
    }

    private void BindToOne(ToOne link, object? value, InputObjectType type, int depth)
    {
        request.Use(link.Target());
        if (value is not InputObjectValue filter)
        {
            request.Add(InstructionCode.LinkIsMissing, link);
            return;
        }

        request.Add(InstructionCode.ToOne, link);
        Bind(filter, type, null, depth + 1);
        request.Add(InstructionCode.End);
    }

    private void BindToMany(ToMany link, InputObjectValue quantifiers, InputObjectType type, int depth)
    {
        request.Use(link.Target());
        foreach (var (name, value) in quantifiers.Entries)
        {
            var operation = type.Fields[name].Features.Get<FilterFeature>()!.Operation;
            if (operation == FilterOperation.Any)
            {
                var any = value as bool? ?? throw Invalid($"`{name}` of `{link.FieldName}` must be true or false.");
                request.Add(InstructionCode.ToMany, link, (int)(any ? FilterOperation.Some : FilterOperation.None));
                request.Add(InstructionCode.End);
                continue;
            }

            request.Add(InstructionCode.ToMany, link, (int)operation);
            Bind(Object(name, value), (InputObjectType)type.Fields[name].Type.Named, null, depth + 1);
            request.Add(InstructionCode.End);
        }
    }

    private void BindElements(Column column, string name, FilterOperation operation, object? value, NamedType type, int depth)
    {
        if (operation == FilterOperation.Any)
        {
            var any = value as bool? ?? throw Invalid($"`{name}` of `{column.FieldName}` must be true or false.");
            request.Add(InstructionCode.Elements, column, (int)(any ? FilterOperation.Some : FilterOperation.None));
        }
        else if (operation == FilterOperation.Some && value is InputObjectValue { Entries: [{ Value: { } sought } only] }
            && ((InputObjectType)type).Fields[only.Key].Features.Get<FilterFeature>()!.Operation is var simple
            && BindHasElement(column, simple, sought))
        {
            return;
        }
        else
        {
            request.Add(InstructionCode.Elements, column, (int)operation);
            Bind(Object(name, value), (InputObjectType)type, column.Element, depth + 1);
        }

        request.Add(InstructionCode.End);
    }

    // What a GIN index answers, which knows values and neither NULL nor any other comparison.
    private bool BindHasElement(Column column, FilterOperation operation, object sought)
    {
        var element = column.Element!;
        switch (operation)
        {
            case FilterOperation.Eq:
                request.Add(InstructionCode.HasElement, column, (int)operation);
                request.AddParameter(element.Type, Parameter(element, sought));
                return true;
            case FilterOperation.In when sought is IReadOnlyList<object?> { Count: > 0 } list && !list.Contains(null):
                request.Add(InstructionCode.HasElement, column, (int)operation);
                request.AddArrayParameter(element.Type, element.Type.ToArrayParameter([.. list.Select(value => value is string text ? CheckText(element, text) : value!)]));
                return true;
            default:
                return false;
        }
    }

    private void BindOperation(Column column, string name, FilterOperation operation, object? value)
    {
        switch (operation)
        {
            case FilterOperation.Eq or FilterOperation.Neq when value is null:
                RequireNullable(column, name);
                request.Add(operation == FilterOperation.Eq ? InstructionCode.IsNull : InstructionCode.IsNotNull, column);
                break;
            case FilterOperation.In or FilterOperation.Nin when value is IReadOnlyList<object?> list:
                BindList(column, name, operation, list);
                break;
            default:
                if (value is null)
                {
                    throw Invalid($"`{name}` of `{column.FieldName}` must not be null.");
                }

                request.Add(InstructionCode.Compare, column, (int)operation);
                if (IsPattern(operation))
                {
                    request.AddParameter(ColumnTypes.Text, Pattern(operation, Parameter(column, value)));
                }
                else
                {
                    request.AddParameter(column.Type, Parameter(column, value));
                }

                break;
        }
    }

    private void BindList(Column column, string name, FilterOperation operation, IReadOnlyList<object?> list)
    {
        var values = new List<object>(list.Count);
        foreach (var value in list)
        {
            if (value is not null)
            {
                values.Add(value is string text ? CheckText(column, text) : value);
            }
        }

        var hasNull = values.Count < list.Count;
        if (hasNull)
        {
            RequireNullable(column, name);
        }

        var isIn = operation == FilterOperation.In;
        request.Add(isIn == hasNull ? InstructionCode.Or : InstructionCode.And);
        if (hasNull)
        {
            request.Add(isIn ? InstructionCode.IsNull : InstructionCode.IsNotNull, column);
        }

        if (values.Count > 0)
        {
            request.Add(InstructionCode.Compare, column, (int)operation);
            request.AddArrayParameter(column.Type, column.Type.ToArrayParameter(values));
        }
        else if (isIn && !hasNull)
        {
            request.Add(InstructionCode.Never);
        }

        request.Add(InstructionCode.End);
    }

    private static object Parameter(Column column, object value) =>
        column.Type.ToParameter(value is string text ? CheckText(column, text) : value);

    // PostgreSQL's text holds neither U+0000 nor half a surrogate pair: no row can be equal to such a text.
    private static string CheckText(Column column, string text)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw Invalid($"The text given for `{column.FieldName}` is not valid Unicode: it holds half of a surrogate pair.");
        }

        return text.Contains('\0')
            ? throw Invalid($"The text given for `{column.FieldName}` holds the character U+0000, which no text in the database can.")
            : text;
    }

    private static bool IsPattern(FilterOperation operation) => operation is >= FilterOperation.Contains and <= FilterOperation.EndsWithIgnoringCase;

    private static string Pattern(FilterOperation operation, object value) => operation switch
    {
        FilterOperation.Contains or FilterOperation.NotContains or FilterOperation.ContainsIgnoringCase => $"%{Escape(value)}%",
        FilterOperation.StartsWith or FilterOperation.NotStartsWith or FilterOperation.StartsWithIgnoringCase => $"{Escape(value)}%",
        FilterOperation.EndsWith or FilterOperation.NotEndsWith or FilterOperation.EndsWithIgnoringCase => $"%{Escape(value)}",
        FilterOperation.EqIgnoringCase => Escape(value),
        _ => throw new UnreachableException($"{operation} is no pattern."),
    };

    private static string Escape(object value) =>
        ((string)value).Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");

    private static void RequireNullable(Column column, string name)
    {
        if (!column.IsNullable)
        {
            throw Invalid($"`{name}` of `{column.FieldName}` must not be null: the field always has a value.");
        }
    }

    private static InputObjectValue Object(string name, object? value) =>
        value as InputObjectValue ?? throw Invalid($"`{name}` must not be null in a filter.");

    private static GraphQLException Invalid(string message) => new(message, ErrorCodes.InvalidFilter);
}
