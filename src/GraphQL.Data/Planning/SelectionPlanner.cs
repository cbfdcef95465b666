using HealthGraph.GraphQL.Data.Groups;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Turns what is selected under a relation field into what has to be read and how it is written.</summary>
internal sealed class SelectionPlanner(CollectedField field)
{
    private readonly HashSet<Relation> _relations = [];
    private readonly GivenRows _given = new(field.Definition.Name);

    public static ConnectionPlan PlanConnection(CollectedField field, ConnectionFeature feature)
    {
        var division = ConnectionDivision.Of(field.Collect((ObjectType)field.Definition.Type.Named));
        var planner = new SelectionPlanner(field);
        var plan = planner.PlanParts(division.AtOnce, feature);
        plan.Streamed = division.Streamed is { } list ? plan.Fields.Find(part => part.Name == list.ResponseName) : null;
        foreach (var part in division.AfterRows)
        {
            plan.AfterRows.Add((part, [.. part.Fields.Select(selected => planner.PlanPart(plan, selected))]));
        }

        foreach (var part in division.Apart)
        {
            plan.Apart.Add((part, new SelectionPlanner(field).PlanParts(part.Fields, feature)));
        }

        return plan;
    }

    /// <summary>The plan of the one list of rows or groups that a table is made of.</summary>
    public static ConnectionPlan PlanList(CollectedField field, CollectedField list, ConnectionFeature feature) =>
        new SelectionPlanner(field).PlanParts([list], feature);

    private ConnectionPlan PlanParts(IEnumerable<CollectedField> fields, ConnectionFeature feature)
    {
        var plan = new ConnectionPlan(feature.Relation, feature.Paging, _given);
        _ = _given.Of(feature.Relation);
        plan.Fields.AddRange(fields.Select(selected => PlanPart(plan, selected)));
        plan.Relations.UnionWith(_relations);
        return plan;
    }

    /// <param name="field">The field whose value is the row.</param>
    /// <param name="relation">Whose row.</param>
    /// <param name="type">The type of the row, which the field's may be an interface of.</param>
    public static RowPlan PlanRow(CollectedField field, Relation relation, ObjectType type)
    {
        var planner = new SelectionPlanner(field);
        var scope = new SelectScope(relation);
        var row = planner.PlanObject(scope, null, field, type, planner._given.Of(relation).RowCounter);
        return new RowPlan(relation, scope, row, [relation, .. planner._relations], planner._given);
    }

    private ConnectionFieldPlan PlanPart(ConnectionPlan plan, CollectedField selected)
    {
        if (selected.Definition.Features.Get<ConnectionPartFeature>()?.Part is not { } part)
        {
            return new ConnectionFieldPlan(selected.ResponseName, null) { TypeName = selected.ParentType.Name };
        }

        // Rows of the page are counted as they pass, once in however many lists.
        _given.Of(plan.Relation).IsCounted |= part is ConnectionPart.TotalCount;
        plan.NeedsCursors |= part is ConnectionPart.Cursor or ConnectionPart.StartCursor or ConnectionPart.EndCursor;
        var row = part is ConnectionPart.Nodes or ConnectionPart.Node
            ? PlanObject(plan.Scope, null, selected, (ObjectType)selected.Definition.Type.Named, GivenRelation.NotCounted)
            : null;
        var groups = part == ConnectionPart.Groups ? PlanGroups(plan, selected) : null;
        var planned = new ConnectionFieldPlan(selected.ResponseName, part) { Row = row, Groups = groups, Stream = selected.Stream };
        if (part is ConnectionPart.Edges or ConnectionPart.PageInfo)
        {
            foreach (var inner in selected.Collect((ObjectType)selected.Definition.Type.Named))
            {
                planned.Fields.Add(PlanPart(plan, inner));
            }
        }

        return planned;
    }

    private GroupPlan PlanGroups(ConnectionPlan plan, CollectedField selected)
    {
        if (plan.Groups.Find(known => known.Field.AsksForSameAs(selected)) is { } same)
        {
            return same;
        }

        var definition = selected.Definition.Features.Get<GroupsFeature>()!.Definition;
        var scope = new SelectScope(definition.Relation);
        var group = PlanObject(
            scope, null, selected, (ObjectType)selected.Definition.Type.Named, _given.Of(definition.Relation).GroupCounter);

        // A record needs a column even when nothing but __typename is asked of it.
        if (scope.Slots.Count == 0)
        {
            _ = scope.Column(null, definition.Count.Output);
        }

        var groups = new GroupPlan(definition, selected, scope, group);
        plan.Groups.Add(groups);
        return groups;
    }

    private ObjectPlan PlanObject(SelectScope scope, Join? source, CollectedField parent, ObjectType type, int counter)
    {
        var plan = new ObjectPlan(counter);
        var part = parent.Definition.Features.Get<PartFeature>();
        foreach (var selected in parent.Collect(type))
        {
            plan.Fields.Add(PlanField(scope, source, selected, part));
        }

        return plan;
    }

    private FieldWriter PlanField(SelectScope scope, Join? source, CollectedField selected, PartFeature? part)
    {
        var name = selected.ResponseName;
        if (selected.Definition.Features.TryGet<ColumnFeature>(out var feature))
        {
            var column = part?.Find(selected.Definition.Name) ?? feature.Column;
            return new ColumnWriter(name, column, scope.Column(Follow(scope, source, column.Via), column));
        }

        if (selected.Definition.Features.TryGet<GlobalIdFeature>(out var id))
        {
            return new GlobalIdWriter(name, id.Relation, [.. id.Relation.Key.Select(key => scope.Column(source, key))]);
        }

        if (selected.Definition.Features.TryGet<CountFeature>(out var count))
        {
            _relations.Add(count.Link.Target());
            _given.Of(count.Link.Target()).IsCounted = true;
            return new CountWriter(name, scope.Count(source, count.Link, selected));
        }

        if (selected.Definition.Features.TryGet<PartFeature>(out _))
        {
            return new PartWriter(name, PlanObject(
                scope, source, selected, (ObjectType)selected.Definition.Type.Named, GivenRelation.NotCounted));
        }

        return selected.Definition.Features.Get<LinkFeature>()?.Link switch
        {
            ToOne link => PlanToOne(scope, source, selected, link),
            ToMany link => PlanToMany(scope, source, selected, link),
            _ => new TypeNameWriter(name, selected.ParentType.Name),
        };
    }

    private ToOneWriter PlanToOne(SelectScope scope, Join? source, CollectedField selected, ToOne link)
    {
        var join = scope.Join(Follow(scope, source, link.Via), link);
        _relations.Add(join.Relation);
        var presence = scope.Column(join, join.Relation.Key[0]);
        var counter = _given.Of(join.Relation).RowCounter;
        return new ToOneWriter(
            selected.ResponseName,
            link,
            presence,
            counter,
            PlanObject(scope, join, selected, (ObjectType)selected.Definition.Type.Named, counter));
    }

    private Join? Follow(SelectScope scope, Join? source, IReadOnlyList<ToOne> links)
    {
        foreach (var link in links)
        {
            source = scope.Join(source, link);
            _relations.Add(source.Relation);
        }

        return source;
    }

    private ToManyWriter PlanToMany(SelectScope scope, Join? source, CollectedField selected, ToMany link)
    {
        if (scope.FindList(source, link, selected) is { } same)
        {
            var known = ((ListSlot)scope.Slots[same]).List;
            return new ToManyWriter(selected.ResponseName, same, known.Scope.Slots.Count, known.Element!);
        }

        var list = new ListPlan(link, selected);
        _relations.Add(list.Scope.Relation);
        list.Element = PlanObject(
            list.Scope, null, selected, (ObjectType)selected.Definition.Type.Named, _given.Of(list.Scope.Relation).RowCounter);

        // A record needs a column even when nothing but __typename is asked of it.
        if (list.Scope.Slots.Count == 0)
        {
            _ = list.Scope.Column(null, list.Scope.Relation.Key[0]);
        }

        return new ToManyWriter(selected.ResponseName, scope.List(source, list), list.Scope.Slots.Count, list.Element);
    }
}

/// <summary>What a selection on one row asks for.</summary>
internal sealed record RowPlan(Relation Relation, SelectScope Scope, ObjectPlan Row, HashSet<Relation> Relations, GivenRows Given)
{
    public StatementCache Statements { get; } = new();
}
