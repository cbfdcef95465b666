namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class OverlappingFieldsCanBeMergedTests
{
    [Fact]
    public void The_same_field_merges()
    {
        var errors = Check(
            """
            { cat { name name n: name owner { id } owner { name ...F } } }
            fragment F on Human { id name }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Objects_that_are_never_the_same_may_differ()
    {
        var errors = Check(
            """
            { pet { ... on Dog { x: name(surname: true) } ... on Cat { x: name } } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Different_fields_of_one_name_conflict()
    {
        var errors = Check(
            """
            { cat { x: name x: nickname } dog(id: 1) { id: name ...F } }
            fragment F on Dog { id }
            """);

        Assert.Equal(
            [
                new("Fields \"x\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "1:9 1:17"),
                new("Fields \"id\" conflict because \"name\" and \"id\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "1:44 2:21"),
            ],
            errors);
    }

    [Fact]
    public void So_do_different_arguments()
    {
        var errors = Check(
            """
            { dog(id: 1) { name name(surname: true) name(surname: false) } dog(id: 2) { id } }
            """);

        Assert.Equal(
            [
                new("Fields \"dog\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.", "1:3 1:64"),
                new("Fields \"name\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.", "1:16 1:21"),
                new("Fields \"name\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.", "1:16 1:41"),
                new("Fields \"name\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.", "1:21 1:41"),
            ],
            errors);
    }

    [Fact]
    public void The_order_of_object_fields_does_not_matter()
    {
        var errors = Check(
            """
            { human(at: { x: 1, y: 2 }) { id } human(at: { y: 2, x: 1 }) { name } human(at: { x: 2, y: 1 }) { name } }
            """);

        Assert.Equal(
            [
                new("Fields \"human\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.", "1:3 1:71"),
                new("Fields \"human\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.", "1:36 1:71"),
            ],
            errors);
    }

    [Fact]
    public void Shapes_must_fit_even_when_objects_differ()
    {
        var errors = Check(
            """
            { any { ... on Dog { x: owner { id } y: color z: friends { name } w: barks } ... on Cat { x: name y: color z: friends { n: name } w: meows } } }
            """);

        Assert.Equal(
            [
                new("Fields \"x\" conflict because they return conflicting types \"Human\" and \"String\". Use different aliases on the fields to fetch both if this was intentional.", "1:22 1:91"),
                new("Fields \"y\" conflict because they return conflicting types \"Color\" and \"[Color]\". Use different aliases on the fields to fetch both if this was intentional.", "1:38 1:99"),
                new("Fields \"z\" conflict because they return conflicting types \"[Being!]!\" and \"[Being]\". Use different aliases on the fields to fetch both if this was intentional.", "1:47 1:108"),
                new("Fields \"w\" conflict because they return conflicting types \"Boolean!\" and \"Boolean\". Use different aliases on the fields to fetch both if this was intentional.", "1:67 1:131"),
            ],
            errors);
    }

    [Fact]
    public void The_reason_names_what_is_inside()
    {
        var errors = Check(
            """
            { cat { owner { x: id pet { ... on Dog { a: name } } } owner { x: name pet { ... on Dog { a: barks } } } } }
            """);

        Assert.Equal(
            [
                new("Fields \"owner\" conflict because subfields \"x\" conflict because \"id\" and \"name\" are different fields and subfields \"pet\" conflict because subfields \"a\" conflict because \"name\" and \"barks\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "1:9 1:17 1:23 1:42 1:56 1:64 1:72 1:91"),
            ],
            errors);
    }

    [Fact]
    public void Across_fragments()
    {
        var errors = Check(
            """
            { cat { ...A ...B owner { ...C } } }
            fragment A on Cat { x: name owner { ...D } }
            fragment B on Cat { x: id ...A }
            fragment C on Human { y: id }
            fragment D on Human { y: name }
            """);

        Assert.Equal(
            [
                new("Fields \"owner\" conflict because subfields \"y\" conflict because \"id\" and \"name\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "1:19 4:23 2:29 5:23"),
                new("Fields \"x\" conflict because \"name\" and \"id\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "2:21 3:21"),
                new("Fields \"x\" conflict because \"id\" and \"name\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "3:21 2:21"),
            ],
            errors);
    }

    [Fact]
    public void Cyclic_fragments_end()
    {
        var errors = Check(
            """
            { cat { ...A } }
            fragment A on Cat { owner { pet { ...B } } x: id }
            fragment B on Pet { ... on Cat { ...A x: name } }
            """);

        Assert.Equal(
            [
                new("Fields \"x\" conflict because \"name\" and \"id\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "3:39 2:44"),
            ],
            errors);
    }

    [Fact]
    public void Streams_do_not_merge()
    {
        var errors = Check(
            """
            { cat { friends @stream { name } friends @stream { name } f: friends f: friends @stream(initialCount: 1) } }
            """);

        Assert.Equal(
            [
                new("Fields \"friends\" conflict because they have overlapping stream directives. See https://github.com/graphql/defer-stream-wg/discussions/100. Use different aliases on the fields to fetch both if this was intentional.", "1:9 1:34"),
                new("Fields \"f\" conflict because they have overlapping stream directives. Use different aliases on the fields to fetch both if this was intentional.", "1:59 1:70"),
            ],
            errors);
    }

    [Fact]
    public void In_fragments_nobody_uses_too()
    {
        var errors = Check(
            """
            { cat { id } }
            fragment A on Cat { id: name ...B }
            fragment B on Cat { id }
            """);

        Assert.Equal(
            [
                new("Fields \"id\" conflict because \"name\" and \"id\" are different fields. Use different aliases on the fields to fetch both if this was intentional.", "2:21 3:21"),
            ],
            errors);
    }

    [Fact]
    public void Enum_is_not_string()
    {
        var errors = Check(
            """
            { node(id: 1) { ... on Human { v: name } ... on Dog { v: color } } }
            """);

        Assert.Equal(
            [
                new("Fields \"v\" conflict because they return conflicting types \"String\" and \"Color\". Use different aliases on the fields to fetch both if this was intentional.", "1:32 1:55"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("OverlappingFieldsCanBeMergedRule", document);
}
