// Random documents that are valid for a schema, with the variables that go with them: aliases, merged fields, fragments in fragments,
// conditions by literal and by variable, variables inside literals, introspection, descriptions on operations and fragments.
import * as graphql from 'graphql';
import { quoted } from './schemas.mjs';

const texts = ['plain', '"quoted" \\', 'Zürich ☃ 漢字 🎉', '', 'two\nlines', '  indented\n more', 'tab\t', '\u0007'];

/** { query, operationNames, definitions: [{ name, type }] } whose document graphql-js finds valid. */
export function randomDocument(random, schema, options = {}) {
  for (let attempt = 0; attempt < 300; attempt++) {
    const text = new DocumentText(random, schema, options);
    const query = text.write();
    const document = graphql.parse(query);
    if (graphql.validate(schema, document, graphql.specifiedRules, { maxErrors: 1 }).length === 0) return { query, document, operations: text.operations };
  }
  throw new Error('No valid document came out of 300 attempts.');
}

/** A JSON value for the type; with a wildness above 0 sometimes one that is not of the type. */
export function randomInput(random, type, wildness = 0, depth = 0) {
  const { below, chance, pick } = random;
  if (chance(wildness)) return pick([null, true, 0, -1, 1.5, 2147483648, 1e21, '', 'text', '12', [], [null], ['a', 1], {}, { a: 1 }, [[[1]]], [{}]]);
  if (graphql.isNonNullType(type)) return randomInput(random, type.ofType, wildness, depth) ?? randomInput(random, type.ofType, 0, depth) ?? randomPresent(random, type.ofType, depth);
  if (chance(0.1)) return null;
  if (graphql.isListType(type)) return chance(0.15) ? randomInput(random, type.ofType, wildness, depth + 1) : Array.from({ length: depth > 3 ? 0 : below(3) }, () => randomInput(random, type.ofType, wildness, depth + 1));
  if (graphql.isEnumType(type)) return pick(type.getValues()).name;
  if (graphql.isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const field = depth > 2 ? fields[0] : pick(fields);
      return { [field.name]: randomPresent(random, field.type, depth + 1), ...(chance(wildness) && { [pick(fields).name]: null }) };
    }
    const entries = fields.filter((field) => (graphql.isRequiredInputField(field) ? !chance(wildness) : depth < 3 && chance(0.5)))
      .map((field) => [field.name, randomInput(random, field.type, wildness, depth + 1)]);
    if (chance(wildness)) entries.push(['nope', 1]);
    return Object.fromEntries(entries);
  }
  return {
    Int: () => pick([0, 1, -5, 2147483647, -2147483648]), Float: () => pick([0, 1, -1.5, 3.25e10, 1e-7]), Boolean: () => chance(0.5),
    String: () => pick(texts), ID: () => pick(['x', 7, '']),
  }[type.name]?.() ?? pick([1, 'text', 1.5, true, ['a', { b: null }], { k: 1 }]);
}

function randomPresent(random, type, depth) {
  for (let i = 0; i < 20; i++) {
    const value = randomInput(random, type, 0, depth + i);
    if (value !== null) return value;
  }
  return graphql.isListType(type) ? [] : {};
}

class DocumentText {
  constructor(random, schema, { incremental = false, operations } = {}) {
    Object.assign(this, random);
    Object.assign(this, { random, schema, incremental, wanted: operations });
    this.fragments = [];
    this.operations = [];
    this.memo = new Map();
    this.serial = 0;
  }

  write() {
    const roots = ['query', 'query', 'query', 'mutation', 'subscription'].filter((operation) => this.schema.getRootType(operation));
    const count = this.wanted ?? (this.chance(0.85) ? 1 : 2 + this.below(2));
    const parts = [];
    for (let i = 0; i < count; i++) {
      const operation = this.pick(roots);
      this.variables = new Map();
      this.operation = operation;
      // Fragments are per operation, so that each declares the variables they use.
      this.fragments = [];
      this.budget = 25;
      const name = count > 1 || this.chance(0.4) ? `Op${i}` : '';
      const selections = this.selectionSet(this.schema.getRootType(operation), 0);
      const definitions = [...this.variables].map(([variable, { type, value }]) => `$${variable}: ${type}${value === undefined ? '' : ` = ${value}`}${this.directives('VARIABLE_DEFINITION', true)}`);
      const directives = this.directives(operation.toUpperCase());
      const short = operation === 'query' && name === '' && definitions.length === 0 && directives === '' && this.chance(0.7);
      parts.push(short ? selections : `${this.description()}${operation} ${name}${definitions.length > 0 ? `(${definitions.join(this.pick([', ', ' ', '\n']))})` : ''}${directives} ${selections}`);
      parts.push(...this.fragments.map((fragment) => `${this.description()}fragment ${fragment.name} on ${fragment.type}${fragment.directives} ${fragment.text}`));
      this.operations.push({ name, definitions: [...this.variables].map(([variable, { type, value }]) => ({ name: variable, type, hasDefault: value !== undefined })) });
    }
    return parts.join(this.pick(['\n', '\n\n', ' # comment ☃ \n']));
  }

  description() {
    return this.chance(0.06) ? `${quoted(this.random, this.pick(texts.slice(0, 6)))}\n` : '';
  }

  selectionSet(type, depth) {
    const parts = [];
    const isSubscription = depth === 0 && this.operation === 'subscription';
    for (let i = 0, most = isSubscription ? 1 : 1 + this.below(5); i < most; i++) parts.push(this.selection(type, depth, isSubscription));
    return `{${this.pick([' ', '\n', ',\n'])}${parts.filter(Boolean).join(this.pick(['\n', ' ', ', '])) || '__typename'}${this.pick([' ', '\n'])}}`;
  }

  selection(type, depth, isSubscription) {
    this.budget--;
    if (!isSubscription && this.chance(0.12)) return this.chance(0.4) ? `t${this.below(3)}: __typename` : `__typename${this.directives('FIELD')}`;
    if (!isSubscription && depth === 0 && this.operation === 'query' && this.chance(0.04)) return this.introspection();
    const isComposite = graphql.isAbstractType(type);
    if (!isSubscription && depth < 6 && this.budget > 0 && this.chance(isComposite ? 0.55 : 0.2)) return this.fragment(type, depth);
    if (graphql.isUnionType(type)) return '__typename';
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => graphql.isLeafType(graphql.getNamedType(field.type)));
    const candidates = depth >= 5 || this.budget <= 0 ? leaves : fields;
    if (candidates.length === 0) return '__typename';
    const field = this.pick(candidates);
    const isPlain = this.chance(0.7);
    const key = isPlain ? field.name : `${this.pick(['x', 'y', 'z'])}${this.serial++}`;
    const args = isPlain ? this.remembered(`${type.name}.${field.name}`, () => this.args(field.args)) : this.args(field.args);
    const named = graphql.getNamedType(field.type);
    const stream = this.incremental && /^\[/.test(String(field.type)) && this.chance(0.2) ? ` @stream(initialCount: ${this.below(3)})` : '';
    const directives = isSubscription ? '' : this.directives('FIELD') + stream;
    return `${isPlain ? '' : `${key}: `}${field.name}${args}${directives}${graphql.isLeafType(named) ? '' : ` ${this.selectionSet(named, depth + 1)}`}`;
  }

  remembered(key, make) {
    if (!this.memo.has(key)) this.memo.set(key, make());
    return this.memo.get(key);
  }

  introspection() {
    return this.pick([
      '__schema { queryType { name } directives { name isRepeatable args { name defaultValue } } }',
      '__schema { types { kind name description specifiedByURL isOneOf } }',
      `__type(name: ${JSON.stringify(this.pick(Object.keys(this.schema.getTypeMap())))}) { kind name fields(includeDeprecated: ${this.chance(0.5)}) { name args(includeDeprecated: true) { name type { name ofType { name } } defaultValue isDeprecated deprecationReason } } enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } inputFields { name defaultValue } possibleTypes { name } interfaces { name } }`,
      '__type(name: "Nope") { name }',
    ]);
  }

  fragment(type, depth) {
    const possible = this.schema.getPossibleTypes;
    const typesOf = (one) => (graphql.isAbstractType(one) ? possible.call(this.schema, one) : [one]);
    const mine = new Set(typesOf(type));
    const fitting = Object.values(this.schema.getTypeMap()).filter((one) => graphql.isCompositeType(one) && !one.name.startsWith('__') && typesOf(one).some((each) => mine.has(each)));
    const condition = this.pick(fitting);
    const defer = (location) => (this.incremental && this.operation === 'query' && this.chance(0.15) ? ' @defer' : this.directives(location));
    const known = this.fragments.filter((fragment) => fragment.done && fitting.some((one) => one.name === fragment.type));
    if (known.length > 0 && this.chance(0.5)) return `...${this.pick(known).name}${defer('FRAGMENT_SPREAD')}`;
    if (this.chance(0.35)) {
      const fragment = { name: `F${this.serial++}`, type: condition.name, directives: this.directives('FRAGMENT_DEFINITION', true), done: false };
      this.fragments.push(fragment);
      fragment.text = this.selectionSet(condition, depth + 1);
      fragment.done = true;
      return `... ${fragment.name}${defer('FRAGMENT_SPREAD')}`;
    }
    return this.chance(0.15)
      ? `...${defer('INLINE_FRAGMENT')} ${this.selectionSet(type, depth + 1)}`
      : `... on ${condition.name}${defer('INLINE_FRAGMENT')} ${this.selectionSet(condition, depth + 1)}`;
  }

  // A variable for a place of that type: declared before or new.
  variable(type, hasDefault, isConstant) {
    if (isConstant) return null;
    const known = [...this.variables].filter(([, variable]) => variable.type === String(type));
    if (known.length > 0 && this.chance(0.6)) return `$${this.pick(known)[0]}`;
    const name = `v${this.serial++}`;
    const declared = this.chance(0.25) && !graphql.isNonNullType(type) ? `${type}!` : hasDefault && graphql.isNonNullType(type) && this.chance(0.3) ? String(type.ofType) : String(type);
    this.variables.set(name, { type: declared, value: this.chance(0.3) ? this.literal(type, true) : undefined });
    return `$${name}`;
  }

  directives(location, isConstant = false) {
    let text = '';
    const isConditional = ['FIELD', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'].includes(location);
    for (const name of ['skip', 'include']) {
      if (isConditional && this.chance(0.07)) text += ` @${name}(if: ${(this.chance(0.6) && this.variable(new graphql.GraphQLNonNull(graphql.GraphQLBoolean), false)) || this.chance(name === 'skip' ? 0.3 : 0.7)})`;
    }
    const own = this.schema.getDirectives().filter((one) => !graphql.isSpecifiedDirective(one) && !['defer', 'stream'].includes(one.name) && one.locations.includes(location));
    if (own.length > 0 && this.chance(0.08)) {
      const directive = this.pick(own);
      for (let i = 0; i < (directive.isRepeatable ? 1 + this.below(2) : 1); i++) text += ` @${directive.name}${this.args(directive.args, isConstant)}`;
    }
    return text;
  }

  args(args, isConstant = false) {
    const given = args.filter((arg) => graphql.isRequiredArgument(arg) || this.chance(0.6));
    if (given.length === 0) return '';
    return `(${given.map((arg) => `${arg.name}: ${(this.chance(0.3) && this.variable(arg.type, arg.defaultValue !== undefined || arg.default !== undefined, isConstant)) || this.literal(arg.type, isConstant)}`).join(', ')})`;
  }

  literal(type, isConstant, depth = 0) {
    if (graphql.isNonNullType(type)) return this.present(type.ofType, isConstant, depth);
    if (depth > 0 && this.chance(0.06)) {
      const variable = this.variable(type, false, isConstant);
      if (variable) return variable;
    }
    return this.chance(0.08) ? 'null' : this.present(type, isConstant, depth);
  }

  present(type, isConstant, depth) {
    if (graphql.isListType(type)) {
      return this.chance(0.15) ? this.present(graphql.getNullableType(type.ofType), isConstant, depth + 1)
        : `[${Array.from({ length: depth > 3 ? 0 : this.below(4) }, () => this.literal(type.ofType, isConstant, depth + 1)).join(this.pick([', ', ' ']))}]`;
    }
    if (graphql.isEnumType(type)) return this.pick(type.getValues()).name;
    if (graphql.isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      const given = type.isOneOf ? [depth > 2 ? fields[0] : this.pick(fields)] : fields.filter((field) => graphql.isRequiredInputField(field) || (depth < 3 && this.chance(fields.length > 8 ? 2 / fields.length : 0.5)));
      return `{${given.map((field) => `${field.name}: ${type.isOneOf ? this.present(graphql.getNullableType(field.type), isConstant, depth + 1) : this.literal(field.type, isConstant, depth + 1)}`).join(', ')}}`;
    }
    return {
      Int: () => this.pick(['0', '-7', '2147483647']), Float: () => this.pick(['1.5', '-0.0', '3e2', '8']), Boolean: () => this.pick(['true', 'false']),
      String: () => quoted(this.random, this.pick(texts)), ID: () => this.pick(['"x"', '7']),
      Long: () => this.pick(['1', '9007199254740993']), Decimal: () => this.pick(['1.50', '-3']), UUID: () => '"3f1c2d9e-0000-4000-8000-00000000000a"', DateTime: () => '"2024-01-31T09:30:00Z"', LocalDate: () => '"2024-01-31"',
    }[type.name]?.() ?? this.pick(['1', '"s"', '[1, "a"]', '{a: {b: 1.5}}', 'NAME']);
  }
}
