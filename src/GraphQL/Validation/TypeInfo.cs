using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Validation;

/// <summary>What the schema says about the place a walk has come to; null wherever the document names what is not there.</summary>
public sealed class TypeInfo(Schema schema)
{
    private readonly List<GraphQLType?> _types = [];
    private readonly List<NamedType?> _parentTypes = [];
    private readonly List<GraphQLType?> _inputTypes = [];
    private readonly List<Field?> _fields = [];
    private readonly List<ValueNode?> _defaults = [];

    /// <summary>The output type of the node at hand.</summary>
    public GraphQLType? Type => At(_types, 1);

    /// <summary>The composite type whose fields are being selected.</summary>
    public NamedType? ParentType => At(_parentTypes, 1);

    /// <summary>The type an input value is expected to have.</summary>
    public GraphQLType? InputType => At(_inputTypes, 1);

    /// <summary>The input type around <see cref="InputType"/>: of the list or object the value is in.</summary>
    public GraphQLType? ParentInputType => At(_inputTypes, 2);

    /// <summary>The field that is being selected.</summary>
    public Field? Field => At(_fields, 1);

    /// <summary>The field as messages name it: <c>Type.field</c>.</summary>
    /// <remarks>https://spec.graphql.org/September2025/#sec-Schema-Coordinates; meta-fields belong to no type.</remarks>
    public string FieldCoordinate => Field?.Name switch
    {
        null => "",
        ['_', '_', ..] meta => $"<meta>.{meta}",
        var name => $"{ParentType}.{name}",
    };

    /// <summary>What the argument or input field at hand is when it is left out.</summary>
    public ValueNode? DefaultValue => At(_defaults, 1);

    /// <summary>The directive that the walk is in.</summary>
    public Directive? Directive { get; private set; }

    /// <summary>The argument that the walk is in.</summary>
    public InputValue? Argument { get; private set; }

    /// <summary>The enum value that is given.</summary>
    public EnumValue? EnumValue { get; private set; }

    /// <summary>Goes into a node.</summary>
    public void Enter(SyntaxNode node)
    {
        switch (node)
        {
            case SelectionSetNode:
                _parentTypes.Add(Type is { IsCompositeType: true } composite ? composite.Named : null);
                break;
            case FieldNode field:
                var definition = ParentType is { } parent ? MetaFields.Find(schema, parent, field.Name.Value) : null;
                _fields.Add(definition);
                _types.Add(definition?.Type);
                break;
            case DirectiveNode directive:
                Directive = schema.Directives.GetValueOrDefault(directive.Name.Value);
                break;
            case OperationDefinitionNode operation:
                _types.Add(schema.RootType(operation.Operation));
                break;
            case InlineFragmentNode fragment:
                PushOutput(fragment.TypeCondition is { } condition ? schema.FindType(condition.Name.Value) : Type?.Named);
                break;
            case FragmentDefinitionNode fragment:
                PushOutput(schema.FindType(fragment.TypeCondition.Name.Value));
                break;
            case VariableDefinitionNode variable:
                PushInput(TypeReferences.Find(schema, variable.Type));
                break;
            case ArgumentNode argument:
                Argument = FindArgument(argument.Name.Value);
                _defaults.Add(Argument?.DefaultValue);
                PushInput(Argument?.Type);
                break;
            case ListValueNode:
                _defaults.Add(null);
                PushInput(InputType?.NullableType is ListType list ? list.OfType : null);
                break;
            case ObjectFieldNode field:
                var input = InputType?.Named is InputObjectType type ? type.Fields.GetValueOrDefault(field.Name.Value) : null;
                _defaults.Add(input?.DefaultValue);
                PushInput(input?.Type);
                break;
            case EnumValueNode value:
                EnumValue = InputType?.Named is EnumType enumType ? enumType.FindByName(value.Value) : null;
                break;
        }
    }

    /// <summary>Goes out of the node that was entered last.</summary>
    public void Leave(SyntaxNode node)
    {
        switch (node)
        {
            case SelectionSetNode:
                Pop(_parentTypes);
                break;
            case FieldNode:
                Pop(_fields);
                Pop(_types);
                break;
            case DirectiveNode:
                Directive = null;
                break;
            case OperationDefinitionNode or InlineFragmentNode or FragmentDefinitionNode:
                Pop(_types);
                break;
            case VariableDefinitionNode:
                Pop(_inputTypes);
                break;
            case ArgumentNode:
                Argument = null;
                Pop(_defaults);
                Pop(_inputTypes);
                break;
            case ListValueNode or ObjectFieldNode:
                Pop(_defaults);
                Pop(_inputTypes);
                break;
            case EnumValueNode:
                EnumValue = null;
                break;
        }
    }

    private static T? At<T>(List<T?> stack, int fromTop)
        where T : class => stack.Count >= fromTop ? stack[^fromTop] : null;

    private static void Pop<T>(List<T> stack) => stack.RemoveAt(stack.Count - 1);

    // As in graphql-js, the arguments of a directive nobody knows are looked up on the field it stands on.
    private InputValue? FindArgument(string name)
    {
        if (Directive is null)
        {
            return Field?.FindArgument(name);
        }

        foreach (var argument in Directive.Arguments)
        {
            if (argument.Name == name)
            {
                return argument;
            }
        }

        return null;
    }

    private void PushOutput(GraphQLType? type) => _types.Add(type is { IsOutputType: true } ? type : null);

    private void PushInput(GraphQLType? type) => _inputTypes.Add(type is { IsInputType: true } ? type : null);
}
