// Random documents over random data with nulls, wrong types and short lists in it: values are completed alike and null goes up
// alike, with the same errors at the same places.
// usage: node run-values.mjs DRIVER_URL [COUNT] [SEED]
import { isDeepStrictEqual } from 'node:util';
import { buildSchema, execute, parse } from 'graphql';
import { ask, plain } from './driver.mjs';
import { generator } from './random.mjs';

const [driver, count = '2000', seed = '1'] = process.argv.slice(2);
const { below, chance, pick } = generator(Number(seed));

const leaves = { int: 'Int', float: 'Float', text: 'String', flag: 'Boolean', id: 'ID', color: 'Color', json: 'Json' };
const wrappers = { '': (t) => t, Strict: (t) => `${t}!`, List: (t) => `[${t}]`, ListStrict: (t) => `[${t}!]`, StrictListStrict: (t) => `[${t}!]!`, Nested: (t) => `[[${t}!]]` };
const fieldsOf = (leafNames) => [
  ...leafNames.flatMap((name) => Object.entries(wrappers).map(([suffix, wrap]) => `${name}${suffix}: ${wrap(leaves[name])}`)),
  ...['node', 'either', 'self'].flatMap((name) => Object.entries(wrappers).map(([suffix, wrap]) => `${name}${suffix}: ${wrap({ node: 'Node', either: 'Either', self: 'A' }[name])}`)),
].join('\n  ');
const sdl = `
enum Color { RED GREEN }
scalar Json
interface Node {
  ${fieldsOf(['int', 'text'])}
}
type A implements Node {
  ${fieldsOf(Object.keys(leaves))}
}
type B implements Node {
  ${fieldsOf(Object.keys(leaves))}
}
union Either = A | B
type Query {
  ${fieldsOf(Object.keys(leaves))}
}`;
const schema = buildSchema(sdl);

const good = { Int: () => below(9), Float: () => pick([1, 2.5]), String: () => pick(['', 'x']), Boolean: () => chance(0.5), ID: () => pick(['i', 4]), Color: () => pick(['RED', 'GREEN']), Json: () => pick([1, 'a', true]) };
const odd = [1.5, 99999999999, 'RED', '12', '1e3', '', true, 'abc', -0.5];

function dataFor(type, depth) {
  if (chance(0.06)) return null;
  if (type.ofType && type.toString().endsWith('!')) return dataFor(type.ofType, depth);
  if (type.ofType) return chance(0.04) ? pick([7, 'text', {}]) : Array.from({ length: below(4) }, () => dataFor(type.ofType, depth));
  if (good[type.name]) return chance(0.06) ? pick(odd) : good[type.name]();
  if (depth <= 0) return null;
  const name = type.name === 'Query' || type.name === 'A' ? type.name : pick(['A', 'B', 'A', 'B', 'A', 'B', 'A', 'B', 'Query', 'Nope', 'Color']);
  const result = { __typename: name };
  const fields = schema.getType(name)?.getFields?.() ?? {};
  for (const field of Object.values(fields)) if (chance(0.5)) result[field.name] = dataFor(field.type, depth - 1);
  return result;
}

function selection(typeName, depth, fragments) {
  const type = schema.getType(typeName);
  const parts = [];
  const fields = type.getFields ? Object.values(type.getFields()) : [];
  for (let i = 0; i < 1 + below(4); i++) {
    if (chance(0.1)) { parts.push('__typename'); continue; }
    if (fields.length === 0 || (chance(0.2) && typeName !== 'Query')) {
      const condition = pick(['A', 'B']);
      if (!type.getFields || typeName === 'Node' || typeName === condition) parts.push(`... on ${condition} { ${selection(condition, depth - 1, fragments)} }`);
      continue;
    }
    const field = pick(fields);
    const inner = String(field.type).replace(/[[\]!]/g, '');
    const alias = chance(0.3) ? `x${below(1e6)}: ` : '';
    // A response name may stand for one type only; the alias carries the field.
    if (leaves[Object.keys(leaves).find((name) => leaves[name] === inner)]) parts.push(alias + field.name);
    else if (depth > 0) parts.push(`${alias}${field.name} { ${selection(inner, depth - 1, fragments)} }`);
  }
  return parts.length > 0 ? parts.join(' ') : '__typename';
}

let failed = 0, withErrors = 0;
for (let i = 0; i < Number(count); i++) {
  const query = `{ ${selection('Query', 4, [])} }`;
  const root = dataFor(schema.getQueryType(), 4) ?? {};
  const expected = plain(await execute({ schema, document: parse(query), rootValue: root }));
  if (expected.errors) withErrors++;
  const actual = await ask(driver, { schema: sdl, query, root });
  // How a value of the wrong kind is shown in a message is each language's own matter; that it is one, where, is not.
  for (const error of [...(expected.errors ?? []), ...(actual.errors ?? [])]) error.message = error.message.replace(/\{.*\}/, '{…}');
  if (!isDeepStrictEqual(actual, expected)) {
    failed++;
    if (failed <= 10) console.log(query, '\n root    ', JSON.stringify(root).slice(0, 600), '\n expected', JSON.stringify(expected).slice(0, 1200), '\n actual  ', JSON.stringify(actual).slice(0, 1200));
  }
}
console.log(`${count - failed} of ${count} answered alike, ${withErrors} with errors`);
process.exit(failed === 0 ? 0 : 1);
