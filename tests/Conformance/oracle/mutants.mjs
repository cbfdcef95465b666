// Breaks documents in the ways people do: names misspelt, things left out, repeated, moved, given the wrong value.
// Deterministic: the same seed makes the same mutants.
import * as graphql from 'graphql';

const nameNode = (value) => ({ kind: 'Name', value });
const named = (value) => ({ kind: 'NamedType', name: nameNode(value) });
const field = (value) => ({ kind: 'Field', name: nameNode(value) });

/** The names a schema offers, so that a wrong name is sometimes a name of something else. */
export function vocabularyOf(schema) {
  const words = { fields: ['__typename', '__schema', '__type'], types: [], inputTypes: [], inputs: ['a'], args: ['if'], enums: ['X'] };
  for (const type of Object.values(schema.getTypeMap())) {
    words.types.push(type.name);
    if (graphql.isInputType(type)) words.inputTypes.push(type.name);
    if (graphql.isEnumType(type)) words.enums.push(...type.getValues().map((value) => value.name));
    if (graphql.isInputObjectType(type)) words.inputs.push(...Object.keys(type.getFields()));
    else if (type.getFields && !type.name.startsWith('__')) {
      for (const one of Object.values(type.getFields())) {
        words.fields.push(one.name);
        words.args.push(...one.args.map((arg) => arg.name));
      }
    }
  }
  words.directives = schema.getDirectives().map((directive) => directive.name);
  for (const directive of schema.getDirectives()) words.args.push(...directive.args.map((arg) => arg.name));
  return words;
}

export class Mutator {
  constructor(random, words) {
    Object.assign(this, random);
    this.words = words;
  }

  /** The text of a broken copy, or null when what came out is not GraphQL at all. */
  mutate(document, times) {
    const copy = structuredClone(document);
    for (let i = 0; i < times; i++) this.step(copy);
    const fix = (text) => (/^[_A-Za-z]\w*$/.test(text) && !['true', 'false', 'null'].includes(text) ? text : `x${text.replace(/\W/g, '')}`);
    graphql.visit(copy, {
      Name: (node) => void (node.value = fix(node.value)),
      EnumValue: (node) => void (node.value = fix(node.value)),
    });
    try {
      const text = graphql.print(copy);
      graphql.parse(text);
      return text;
    } catch {
      return null;
    }
  }

  step(document) {
    const nodes = {};
    graphql.visit(document, { enter: (node) => void (nodes[node.kind] ??= []).push(node) });
    const all = (...kinds) => kinds.flatMap((kind) => nodes[kind] ?? []);
    const any = (...kinds) => this.pick(all(...kinds).length ? all(...kinds) : [{}]);
    this.variables = [...new Set(all('Variable').map((node) => node.name.value))];
    this.fragments = all('FragmentDefinition').map((node) => node.name.value);
    const selection = () => structuredClone(this.pick(any('SelectionSet').selections ?? [field('__typename')]));
    this.pick(Mutator.kinds).call(this, { document, any, selection });
  }

  typo(text) {
    const at = this.below(text.length);
    return this.pick([
      text.slice(0, at) + text.slice(at + 1) || 'z',
      text + this.pick([...'abcXY1']),
      text.slice(0, at) + [...text.slice(at, at + 2)].reverse().join('') + text.slice(at + 2),
      text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase(),
    ]);
  }

  without(items) {
    const at = this.below(items.length);
    return items.filter((_, i) => i !== at);
  }

  withOneMore(items) {
    return [...items, structuredClone(this.pick(items))];
  }

  type() {
    let type = named(this.pick(this.chance(0.8) ? this.words.inputTypes : this.words.types));
    if (this.chance(0.3)) type = { kind: 'NonNullType', type };
    if (this.chance(0.25)) type = { kind: 'ListType', type };
    if (type.kind === 'ListType' && this.chance(0.3)) type = { kind: 'NonNullType', type };
    return type;
  }

  value(depth = 0) {
    const makers = [
      () => ({ kind: 'IntValue', value: this.pick(['0', '1', '-5', '2147483647', '2147483648', '-2147483649', '99999999999999999999']) }),
      () => ({ kind: 'FloatValue', value: this.pick(['1.0', '-0.5e10', '3.14']) }),
      () => ({ kind: 'StringValue', value: this.pick(['a', '', 'x"y', 'é☃', 'line\nbreak', '\u0007', '7', 'a text that goes on until it needs more than eighty columns of a line']), block: this.chance(0.2) }),
      () => ({ kind: 'BooleanValue', value: this.chance(0.5) }),
      () => ({ kind: 'NullValue' }),
      () => ({ kind: 'EnumValue', value: this.pick([...this.words.enums, 'Red', 'asc']) }),
      () => ({ kind: 'Variable', name: nameNode(this.variables.length && this.chance(0.8) ? this.pick(this.variables) : 'nope') }),
      () => ({ kind: 'ListValue', values: Array.from({ length: this.below(4) }, () => this.value(depth + 1)) }),
      () => ({ kind: 'ObjectValue', fields: Array.from({ length: this.below(4) }, () => this.objectField(depth + 1)) }),
    ];
    return makers[this.below(depth > 2 ? 7 : makers.length)]();
  }

  objectField(depth = 0) {
    return { kind: 'ObjectField', name: nameNode(this.pick(this.words.inputs)), value: this.value(depth) };
  }

  argument() {
    return { kind: 'Argument', name: nameNode(this.pick(this.words.args)), value: this.value() };
  }

  directive() {
    const name = this.pick([...this.words.directives, 'unknown', 'skip', 'include', 'defer', 'stream', 'stream', 'stream']);
    const value = () => this.pick([{ kind: 'BooleanValue', value: this.chance(0.5) }, { kind: 'StringValue', value: this.pick(['l1', 'l2']) }, this.value()]);
    const args = Array.from({ length: this.below(3) }, () => ({ ...this.argument(), value: value() }));
    for (const arg of args) if (this.chance(0.7)) arg.name = nameNode(this.pick(['if', 'label', 'initialCount']));
    return { kind: 'Directive', name: nameNode(name), arguments: args };
  }

  static kinds = [
    function renameField({ any }) { const node = any('Field'); if (node.kind) node.name = nameNode(this.chance(0.5) ? this.typo(node.name.value) : this.pick(this.words.fields)); },
    function aliasLikeAnother({ any }) { const node = any('Field'), other = any('Field'); if (node.kind) node.alias = nameNode((other.alias ?? other.name).value); },
    function copySelection({ any, selection }) { const set = any('SelectionSet'); if (set.kind) set.selections = this.chance(0.5) ? [...set.selections, selection()] : [selection(), ...set.selections]; },
    function dropSelection({ any }) { const set = any('SelectionSet'); if (set.selections?.length > 1) set.selections = this.without(set.selections); },
    function toggleSelectionSet({ any }) { const node = any('Field'); if (node.kind) node.selectionSet = node.selectionSet ? undefined : { kind: 'SelectionSet', selections: [field(this.pick(this.words.fields))] }; },
    function renameArgument({ any }) { const node = any('Argument'); if (node.kind) node.name = nameNode(this.chance(0.5) ? this.typo(node.name.value) : this.pick(this.words.args)); },
    function changeArgument({ any }) { const node = any('Argument'); if (node.kind) node.value = this.value(); },
    function addArgument({ any }) { const node = any('Field'); if (node.kind) node.arguments = [...(node.arguments ?? []), this.argument()]; },
    function dropOrRepeatArgument({ any }) { const node = any('Field'); if (node.arguments?.length) node.arguments = this.chance(0.6) ? this.without(node.arguments) : this.withOneMore(node.arguments); },
    function addDirective({ any }) { const node = any('Field', 'InlineFragment', 'FragmentSpread', 'OperationDefinition', 'FragmentDefinition', 'VariableDefinition'); if (node.kind) node.directives = [...(node.directives ?? []), this.directive()]; if (this.chance(0.2) && node.kind) node.directives = this.withOneMore(node.directives); },
    function changeDirective({ any }) { const node = any('Directive'); if (node.kind) this.pick([() => (node.arguments = []), () => (node.name = nameNode(this.pick(this.words.directives))), () => (node.arguments = [...(node.arguments ?? []), this.argument()])])(); },
    function changeVariableType({ any }) { const node = any('VariableDefinition'); if (node.kind) node.type = this.type(); },
    function changeVariableDefault({ any }) { const node = any('VariableDefinition'); if (node.kind) node.defaultValue = this.chance(0.3) ? undefined : this.value(); },
    function addVariable({ any }) { const node = any('OperationDefinition'); if (node.kind) node.variableDefinitions = [...(node.variableDefinitions ?? []), { kind: 'VariableDefinition', variable: { kind: 'Variable', name: nameNode(this.variables.length && this.chance(0.5) ? this.pick(this.variables) : 'nope') }, type: this.type() }]; },
    function dropOrRepeatVariable({ any }) { const node = any('OperationDefinition'); if (node.variableDefinitions?.length) node.variableDefinitions = this.chance(0.7) ? this.without(node.variableDefinitions) : this.withOneMore(node.variableDefinitions); },
    function renameVariable({ any }) { const node = any('Variable'); if (node.kind) node.name = nameNode(this.chance(0.5) ? this.pick(this.variables) : 'other'); },
    function changeOperation({ any }) { const node = any('OperationDefinition'); if (node.kind) node.operation = this.pick(['query', 'mutation', 'subscription']); },
    function renameOperation({ any }) { const node = any('OperationDefinition'); if (node.kind) node.name = this.chance(0.3) ? undefined : nameNode(this.pick(['A', 'B', 'Q'])); },
    function repeatDefinition({ document }) { document.definitions = this.withOneMore(document.definitions); },
    function dropDefinition({ document }) { if (document.definitions.length > 1) document.definitions = this.without(document.definitions); },
    function addSpread({ any }) { const set = any('SelectionSet'); if (set.kind) set.selections = [...set.selections, { kind: 'FragmentSpread', name: nameNode(this.fragments.length && this.chance(0.85) ? this.pick(this.fragments) : 'Nope') }]; },
    function addInlineFragment({ any, selection }) { const set = any('SelectionSet'); if (set.kind) set.selections = [...set.selections, { kind: 'InlineFragment', typeCondition: this.chance(0.2) ? undefined : named(this.pick(this.words.types)), selectionSet: { kind: 'SelectionSet', selections: [this.chance(0.5) ? selection() : field(this.pick(this.words.fields))] } }]; },
    function addFragment({ document, any, selection }) { const set = any('SelectionSet'), name = nameNode(`F${this.below(4)}`); if (set.kind) set.selections = [...set.selections, { kind: 'FragmentSpread', name }]; document.definitions = [...document.definitions, { kind: 'FragmentDefinition', name, typeCondition: named(this.pick(this.words.types)), selectionSet: { kind: 'SelectionSet', selections: [selection()] } }]; },
    function changeCondition({ any }) { const node = any('FragmentDefinition', 'InlineFragment'); if (node.kind) node.typeCondition = named(this.chance(0.8) ? this.pick(this.words.types) : this.typo(node.typeCondition?.name.value ?? 'String')); },
    function renameFragment({ any }) { const node = any('FragmentDefinition'); if (node.kind) node.name = nameNode(this.chance(0.5) ? this.pick(this.fragments) : 'Renamed'); },
    function changeObject({ any }) { const node = any('ObjectValue'); if (node.kind) node.fields = this.pick([() => node.fields.slice(1), () => (node.fields.length ? this.withOneMore(node.fields) : []), () => [...node.fields, this.objectField()]])(); },
    function changeObjectField({ any }) { const node = any('ObjectField'); if (node.kind) this.chance(0.5) ? (node.value = this.value()) : (node.name = nameNode(this.typo(node.name.value))); },
    function changeList({ any }) { const node = any('ListValue'); if (node.kind) node.values = [...node.values, this.value()]; },
    function addTypeSystem({ document }) { if (this.chance(0.3)) document.definitions = [...document.definitions, ...graphql.parse(this.pick(['type Foo @once @once { a: Int }', 'extend type Foo @rep(n: 1)', 'directive @unknown(x: Int!) on FIELD', 'schema { query: Foo }', 'enum E @once { A }', 'scalar Strin', 'extend schema @once', 'input In { a: [Nope!] = 1 @deprecated(reason: 1) }']), { noLocation: true }).definitions]; },
  ];
}
