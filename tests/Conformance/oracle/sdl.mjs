// node sdl.mjs OUTPUT COUNT SEED: writes what graphql-js says about COUNT type system documents, most of them broken, one JSON object a line:
// { sdl, errors: [[message, "line:column …"]] } where the document or the schema is not valid, { sdl, printed } where it is, and { sdl }
// where graphql-js itself breaks (a default value for an argument whose type is no input type).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import * as graphql from 'graphql';
import { generator } from './generate/random.mjs';
import { randomSchema } from './generate/schemas.mjs';

// Not in the package's exports: the rules of type system documents as a list of errors, where buildSchema throws one text.
const { validateSDL } = createRequire(import.meta.url)('./node_modules/graphql/validation/validate.js');

const [output, count, seed] = process.argv.slice(2);
const random = generator(Number(seed));
const { below, chance, pick } = random;

const nameNode = (value) => ({ kind: 'Name', value });
const named = (value) => ({ kind: 'NamedType', name: nameNode(value) });
const parseParts = (text) => graphql.parse(text, { noLocation: true }).definitions;

// Whole definitions that break what the steps below seldom do.
const oddities = [
  'type __Reserved { a: Int }', 'type Odd { __a: Int b(__c: Int): Int }', 'enum Odd { __A }', 'input Odd { __a: Int }', 'input Self { self: Self! }', 'input One { two: Two! } input Two { one: One! }',
  'input Loop @oneOf { loop: Loop }', 'input Loop @oneOf { loop: Loop other: Int }', 'input Odd @oneOf { a: Int! b: Int = 1 }', 'input Circle { a: Circle = {} }', 'input Circle { a: Circle = {a: {}} }', 'input A1 { b: B1 = {} } input B1 { a: A1 = {} }', 'input Circle { a: [Circle] = [{}] b: Int = 1 }',
  'type Odd { a(b: Int! @deprecated): Int }', 'input Odd { a: Int! @deprecated }', 'input Odd { a: Int! = 1 @deprecated }', 'directive @odd(a: Int! @deprecated) on FIELD', 'directive @__odd on FIELD', 'directive @odd(a: Int = "x", a: Int) on FIELD', 'directive @odd(a: Int @odd) on ARGUMENT_DEFINITION', 'directive @skip on FIELD', 'directive @odd @deprecated on FIELD',
  'type Empty', 'interface EmptyFace', 'enum EmptyEnum', 'input EmptyIn', 'union EmptyUnion', 'union Odd = Int', 'union Odd = Odd2 | Odd2 type Odd2 { a: Int }', 'type Odd implements Odd { a: Int }', 'interface Odd implements Odd { a: Int }', 'interface F1 implements F2 { a: Int } interface F2 implements F1 { a: Int }', 'type Odd implements Int { a: Int }',
  'interface F1 { a: Int } interface F2 implements F1 { a: Int } type Odd implements F2 { a: Int }', 'interface F1 { a(b: Int): Int } type Odd implements F1 { a(b: Int!): Int }', 'interface F1 { a: Int } type Odd implements F1 { a(b: Int!): Int }', 'interface F1 { a: [Int!]! } type Odd implements F1 { a: [Int]! }', 'interface F1 { a: F1 } type Odd implements F1 { a: Odd }', 'interface F1 { a: Int @deprecated } type Odd implements F1 { a: Int }', 'interface F1 { a: Int } type Odd implements F1 { a: Int @deprecated }',
  'extend type Nope { a: Int }', 'extend enum Nope { A }', 'extend scalar Int @specifiedBy(url: "x")', 'extend input Nope { a: Int }', 'extend union Nope = Int', 'extend interface Nope { a: Int }', 'extend schema { query: Int }', 'extend schema { mutation: Nope }', 'schema { query: Nope }', 'schema { query: Int }', 'schema { query: Q1 query: Q1 } type Q1 { a: Int }', 'schema @deprecated { query: Q1 } type Q1 { a: Int }', 'schema { query: Q1 mutation: Q1 } type Q1 { a: Int }',
  'scalar String', 'scalar Odd @specifiedBy', 'scalar Odd @specifiedBy(url: 1)', 'scalar Odd @specifiedBy(url: "a") @specifiedBy(url: "b")', 'type Odd { a(b: Int = "x", c: [Int!] = [1, null], d: Nope = 1): Int }', 'input Odd { a: Boolean = 1 b: ID = true c: [[Int]] = [1, [2]] d: Float = 1e40 }', 'enum Odd { A A }', 'enum Odd { A } extend enum Odd { A B }', 'type Odd { a: Int } extend type Odd { a: Int }', 'type Odd { a(b: Int, b: Int): Int }', 'input Odd { a: Int a: Int }', 'input Odd { a: Int } extend input Odd { a: Int }', 'type Odd { a: OddIn b(c: Odd): Int } input OddIn { a: Odd }', 'type Odd { a: Int @include(if: true) }', 'type Odd @nope(a: 1) { a: Int }', 'type Odd { a: Int @deprecated(reason: 1, reason: "x", why: "y") }', 'query { a }', 'fragment F on T { a }',
];

function mutate(document) {
  const nodes = {};
  graphql.visit(document, { enter: (node) => void (nodes[node.kind] ??= []).push(node) });
  const all = (...kinds) => kinds.flatMap((kind) => nodes[kind] ?? []);
  const any = (...kinds) => (all(...kinds).length > 0 ? pick(all(...kinds)) : {});
  const types = [...all('ObjectTypeDefinition', 'InterfaceTypeDefinition', 'UnionTypeDefinition', 'EnumTypeDefinition', 'InputObjectTypeDefinition', 'ScalarTypeDefinition').map((node) => node.name.value), 'Int', 'String', 'Nope'];
  const lists = ['fields', 'arguments', 'values', 'types', 'interfaces', 'directives', 'locations', 'operationTypes', 'definitions'];
  const holders = Object.values(nodes).flat().flatMap((node) => lists.filter((list) => node[list]?.length > 0).map((list) => [node, list]));
  pick([
    () => { const node = any('NamedType'); if (node.kind) node.name = nameNode(pick(types)); },
    () => { const [node, list] = pick(holders); const at = below(node[list].length); node[list] = node[list].filter((_, i) => i !== at); },
    () => { const [node, list] = pick(holders); node[list] = [...node[list], structuredClone(pick(node[list]))]; },
    () => { const [a, list] = pick(holders), [b, other] = pick(holders); if (list === other && a.kind === b.kind) a[list] = [...a[list], structuredClone(pick(b[list]))]; },
    () => { const a = any('FieldDefinition', 'InputValueDefinition', 'EnumValueDefinition'), b = any('FieldDefinition', 'InputValueDefinition', 'EnumValueDefinition'); if (a.kind && a.kind === b.kind) a.name = nameNode(b.name.value); },
    () => { const a = any('FieldDefinition', 'InputValueDefinition'), b = any('FieldDefinition', 'InputValueDefinition'); if (a.kind) a.type = structuredClone(b.type); },
    () => { const node = any('FieldDefinition', 'InputValueDefinition'); if (node.kind) node.type = node.type.kind === 'NonNullType' ? node.type.type : chance(0.5) ? { kind: 'NonNullType', type: node.type } : { kind: 'ListType', type: node.type }; },
    () => { const a = any('InputValueDefinition'), b = any('StringValue', 'IntValue', 'BooleanValue', 'EnumValue', 'ListValue', 'ObjectValue', 'NullValue'); if (a.kind && b.kind) a.defaultValue = structuredClone(b); },
    () => { const node = any('InputValueDefinition'); if (node.kind) node.defaultValue = undefined; },
    () => { const a = any('Directive'), b = any('FieldDefinition', 'InputValueDefinition', 'EnumValueDefinition', 'ObjectTypeDefinition', 'InterfaceTypeDefinition', 'UnionTypeDefinition', 'EnumTypeDefinition', 'InputObjectTypeDefinition', 'ScalarTypeDefinition', 'SchemaDefinition', 'ObjectTypeExtension'); if (a.kind && b.kind) b.directives = [...(b.directives ?? []), structuredClone(a)]; },
    () => { const node = any('Directive'); if (node.kind) node.name = nameNode(pick(['deprecated', 'oneOf', 'specifiedBy', 'nope', 'skip'])); },
    () => { const node = any('Argument'); if (node.kind) node.name = nameNode(pick(['reason', 'if', 'nope'])); },
    () => { const node = any('ObjectTypeDefinition', 'InterfaceTypeDefinition'); if (node.kind) node.interfaces = [...(node.interfaces ?? []), named(pick(types))]; },
    () => { const node = any('UnionTypeDefinition'); if (node.kind) node.types = [...(node.types ?? []), named(pick(types))]; },
    () => { const node = any('InputObjectTypeDefinition'); if (node.kind) node.directives = [{ kind: 'Directive', name: nameNode('oneOf') }]; },
    () => { const node = any('OperationTypeDefinition'); if (node.kind) chance(0.5) ? (node.type = named(pick(types))) : (node.operation = pick(['query', 'mutation', 'subscription'])); },
    () => { const node = any('ObjectTypeDefinition', 'InterfaceTypeDefinition', 'UnionTypeDefinition', 'EnumTypeDefinition', 'InputObjectTypeDefinition', 'DirectiveDefinition'); if (node.kind) node.name = nameNode(pick([...types, '__Reserved', 'Query'])); },
    () => { const node = any('ObjectTypeDefinition', 'InterfaceTypeDefinition', 'UnionTypeDefinition', 'EnumTypeDefinition', 'InputObjectTypeDefinition', 'ScalarTypeDefinition'); if (node.kind) document.definitions = [...document.definitions, { ...structuredClone(node), kind: node.kind.replace('Definition', 'Extension'), description: undefined, name: nameNode(chance(0.5) ? node.name.value : pick(types)) }]; },
    () => { const at = below(document.definitions.length + 1); document.definitions = [...document.definitions.slice(0, at), ...parseParts(pick(oddities)), ...document.definitions.slice(at)]; },
    () => { const at = below(document.definitions.length + 1); document.definitions = [...document.definitions.slice(0, at), ...parseParts(pick(oddities)), ...document.definitions.slice(at)]; },
  ])();
}

const places = (error) => (error.locations ?? []).map((place) => `${place.line}:${place.column}`).join(' ');
const listed = (errors) => errors.map((error) => [error.message, places(error)]);

function judge(sdl) {
  const document = graphql.parse(sdl);
  const errors = validateSDL(document);
  if (errors.length > 0) return { sdl, errors: listed(errors) };
  let schema;
  try {
    schema = graphql.buildASTSchema(document, { assumeValidSDL: true });
  } catch (error) {
    return { sdl, errors: [[error.message, places(error)]] };
  }
  let wrong;
  try {
    wrong = graphql.validateSchema(schema);
  } catch {
    return { sdl };
  }
  return wrong.length > 0 ? { sdl, errors: listed(wrong) } : { sdl, printed: graphql.printSchema(schema) };
}

const file = fs.openSync(output, 'w');
let written = 0;
const write = (sdl) => {
  fs.writeSync(file, `${JSON.stringify(judge(sdl))}\n`);
  written++;
};
for (const oddity of oddities) write(`${oddity} ${/schema|Query/.test(oddity) ? '' : 'type Query { a: Int }'}`);
while (written < Number(count)) {
  const { sdl } = randomSchema(random);
  write(sdl);
  const document = graphql.parse(sdl, { noLocation: true });
  for (let i = 0; i < 12; i++) {
    const copy = structuredClone(document);
    for (let j = 1 + below(2); j > 0; j--) mutate(copy);
    let text;
    try {
      text = graphql.print(copy);
      graphql.parse(text);
    } catch {
      continue;
    }
    write(text);
  }
}
