using HealthGraph.GraphQL.Validation.Rules;
using static HealthGraph.GraphQL.Language.Ast.SyntaxKind;
using static HealthGraph.GraphQL.Validation.SyntaxKindSet;

namespace HealthGraph.GraphQL.Validation;

/// <summary>The rules for executable documents.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Validation</remarks>
public static class SpecifiedRules
{
    /// <summary>All of them. Their order is graphql-js's: errors at one node are reported in it.</summary>
    public static IReadOnlyList<IValidationRule> All { get; } =
    [
        Rule(nameof(ExecutableDefinitionsRule), static c => new ExecutableDefinitionsRule(c), Of(Document)),
        Rule(nameof(KnownOperationTypesRule), static c => new KnownOperationTypesRule(c), Of(OperationDefinition)),
        Rule(nameof(UniqueOperationNamesRule), static c => new UniqueOperationNamesRule(c), Of(OperationDefinition)),
        Rule(nameof(LoneAnonymousOperationRule), static c => new LoneAnonymousOperationRule(c), Of(OperationDefinition)),
        Rule(nameof(SingleFieldSubscriptionsRule), static c => new SingleFieldSubscriptionsRule(c), Of(OperationDefinition)),
        Rule(nameof(KnownTypeNamesRule), static c => new KnownTypeNamesRule(c), Of(NamedType)),
        Rule(
            nameof(FragmentsOnCompositeTypesRule),
            static c => new FragmentsOnCompositeTypesRule(c),
            Of(InlineFragment, FragmentDefinition)),
        Rule(nameof(VariablesAreInputTypesRule), static c => new VariablesAreInputTypesRule(c), Of(VariableDefinition)),
        Rule(nameof(ScalarLeafsRule), static c => new ScalarLeafsRule(c), Of(Field)),
        Rule(nameof(FieldsOnCorrectTypeRule), static c => new FieldsOnCorrectTypeRule(c), Of(Field)),
        Rule(nameof(UniqueFragmentNamesRule), static c => new UniqueFragmentNamesRule(c), Of(FragmentDefinition)),
        Rule(nameof(KnownFragmentNamesRule), static c => new KnownFragmentNamesRule(c), Of(FragmentSpread)),
        Rule(
            nameof(NoUnusedFragmentsRule),
            static c => new NoUnusedFragmentsRule(c),
            Of(OperationDefinition, FragmentDefinition),
            Of(Document)),
        Rule(
            nameof(PossibleFragmentSpreadsRule),
            static c => new PossibleFragmentSpreadsRule(c),
            Of(InlineFragment, FragmentSpread)),
        Rule(nameof(NoFragmentCyclesRule), static c => new NoFragmentCyclesRule(c), Of(FragmentDefinition)),
        Rule(nameof(UniqueVariableNamesRule), static c => new UniqueVariableNamesRule(c), Of(OperationDefinition)),
        Rule(nameof(NoUndefinedVariablesRule), static c => new NoUndefinedVariablesRule(c), Of(OperationDefinition)),
        Rule(
            nameof(NoUnusedVariablesRule),
            static c => new NoUnusedVariablesRule(c),
            Of(OperationDefinition, FragmentDefinition)),
        Rule(nameof(KnownDirectivesRule), static c => new KnownDirectivesRule(c), Of(Directive)),
        Rule(
            nameof(UniqueDirectivesPerLocationRule),
            static c => new UniqueDirectivesPerLocationRule(c),
            UniqueDirectivesPerLocationRule.Places),
        Rule(
            nameof(DeferStreamDirectiveOnRootFieldRule),
            static c => new DeferStreamDirectiveOnRootFieldRule(c),
            Of(OperationDefinition)),
        Rule(
            nameof(DeferStreamDirectiveOnValidOperationsRule),
            static c => new DeferStreamDirectiveOnValidOperationsRule(c),
            Of(OperationDefinition)),
        Rule(nameof(DeferStreamDirectiveLabelRule), static c => new DeferStreamDirectiveLabelRule(c), Of(Directive)),
        Rule(nameof(StreamDirectiveOnListFieldRule), static c => new StreamDirectiveOnListFieldRule(c), Of(Directive)),
        Rule(nameof(KnownArgumentNamesRule), static c => new KnownArgumentNamesRule(c), Of(Argument, Directive)),
        Rule(nameof(UniqueArgumentNamesRule), static c => new UniqueArgumentNamesRule(c), Of(Field, Directive)),
        Rule(
            nameof(ValuesOfCorrectTypeRule),
            static c => new ValuesOfCorrectTypeRule(c),
            Of(NullValue, ListValue, ObjectValue, EnumValue, IntValue, FloatValue, StringValue, BooleanValue)),
        Rule(
            nameof(ProvidedRequiredArgumentsRule),
            static c => new ProvidedRequiredArgumentsRule(c),
            enters: default,
            Of(Field, Directive)),
        Rule(
            nameof(VariablesInAllowedPositionRule),
            static c => new VariablesInAllowedPositionRule(c),
            enters: default,
            Of(OperationDefinition)),
        Rule(nameof(OverlappingFieldsCanBeMergedRule), static c => new OverlappingFieldsCanBeMergedRule(c), Of(SelectionSet)),
        Rule(
            nameof(UniqueInputFieldNamesRule),
            static c => new UniqueInputFieldNamesRule(c),
            Of(ObjectValue, ObjectField),
            Of(ObjectValue)),
        Rule(nameof(MaxIntrospectionDepthRule), static c => new MaxIntrospectionDepthRule(c), Of(Field)),
    ];

    private static ValidationRule Rule(
        string name, Func<ValidationContext, RuleVisitor> start, SyntaxKindSet enters, SyntaxKindSet leaves = default) =>
        new(name, start, enters, leaves);
}
