// Random documents with @defer and @stream over random data with nulls and wrong types in it, all of it there at once: the payloads
// are those of graphql-js, one by one.
// usage: node incremental.mjs DRIVER_URL [COUNT] [SEED]
import { isDeepStrictEqual } from 'node:util';
import { buildSchema, experimentalExecuteIncrementally, parse, validate } from 'graphql';
import { plain } from './driver.mjs';
import { generator } from './generate/random.mjs';

const [driver, count = '1500', seed = '1'] = process.argv.slice(2);
const { below, chance, pick } = generator(Number(seed));

const fields = (own) => `
  a: Int
  b: String
  strict: Int!
  one: A
  sure: A!
  node: Node
  either: Either
  as: [A]
  strictAs: [A!]
  nodes: [Node]
  ints: [Int]
  strictInts: [Int!]
  nested: [[A]]
  ${own}`;
const sdl = `
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(initialCount: Int! = 0, if: Boolean! = true, label: String) on FIELD
interface Node {${fields('')}}
type A implements Node {${fields('onA: Int')}}
type B implements Node {${fields('onB: Int!')}}
union Either = A | B
type Query {${fields('')}}`;
const schema = buildSchema(sdl);
const variables = { yes: 'Boolean! = true', no: 'Boolean! = false', some: 'Boolean', n: 'Int = 1' };

function dataFor(type, depth, longLists) {
  if (type.ofType && String(type).endsWith('!')) return chance(0.05) ? null : dataFor(type.ofType, depth, longLists);
  if (chance(0.06)) return null;
  if (type.ofType) {
    if (chance(0.02)) return pick([7, 'text']);
    const length = longLists && depth < 3 && chance(0.3) ? 99 + below(110) : below(5);
    return Array.from({ length }, () => dataFor(type.ofType, depth, false));
  }
  if (type.name === 'Int') return chance(0.04) ? 'x' : below(9);
  if (type.name === 'String') return pick(['', 'x']);
  if (depth <= 0) return null;
  const name = type.name === 'Query' || type.name === 'A' || type.name === 'B' ? type.name : pick(['A', 'B', 'A', 'B', 'A', 'B', 'Nope']);
  const result = { __typename: name };
  for (const field of Object.values(schema.getType(name)?.getFields() ?? {})) result[field.name] = dataFor(field.type, depth - 1, longLists);
  return result;
}

function makeDocument() {
  let labels = 0, fragmentCount = 0;
  const fragments = [];
  const streams = new Map();
  const label = () => (chance(0.6) ? `label: "l${labels++}"` : '');
  const condition = () => (chance(0.75) ? '' : `if: ${pick(['true', 'false', '$yes', '$no', '$some'])}`);
  const directive = (name, parts) => {
    const given = parts.filter(Boolean).join(', ');
    return ` @${name}${given ? `(${given})` : ''}`;
  };
  const defer = () => (chance(0.6) ? directive('defer', [condition(), label()]) : '');
  const skip = () => (chance(0.07) ? pick([' @skip(if: $no)', ' @include(if: $yes)', ' @skip(if: $yes)']) : '');
  // Selections that merge must stream alike.
  const stream = (field) => {
    if (!streams.has(field)) streams.set(field, chance(0.55) ? directive('stream', [chance(0.5) ? `initialCount: ${pick([0, 1, 2, 2, 3, '$n'])}` : '', condition(), chance(0.2) ? label() : '']) : '');
    return streams.get(field);
  };
  function selection(typeName, depth) {
    const type = schema.getType(typeName);
    const all = Object.values(type.getFields?.() ?? {});
    const parts = [];
    for (let i = 0; i < 1 + below(4); i++) {
      if (all.length === 0 || chance(0.4)) { parts.push(fragment(typeName, depth)); continue; }
      const field = pick(all);
      const inner = String(field.type).replace(/[[\]!]/g, '');
      const alias = chance(0.1) ? `x${field.name}: ` : '';
      const args = String(field.type).includes('[') ? stream(field.name) : '';
      if (inner === 'Int' || inner === 'String') parts.push(alias + field.name + args + skip());
      else if (depth > 0) parts.push(`${alias}${field.name}${args}${skip()} { ${selection(inner, depth - 1)} }`);
    }
    return parts.join(' ') || '__typename';
  }
  function fragment(typeName, depth) {
    const condition = typeName === 'Query' ? 'Query' : typeName === 'A' || typeName === 'B' ? pick([typeName, 'Node']) : pick(['A', 'B', 'Node']);
    if (depth <= 0) return '__typename';
    if (chance(0.35)) {
      const known = fragments.filter((other) => other.on === condition && other.text);
      if (known.length > 0 && chance(0.7)) return `...${pick(known).name}${defer()}${skip()}`;
      const made = { name: `F${fragmentCount++}`, on: condition, text: null };
      fragments.push(made);
      made.text = selection(condition, depth - 1);
      return `...${made.name}${defer()}${skip()}`;
    }
    const on = chance(0.3) && (condition === typeName || typeName === 'Query') ? '' : ` on ${condition}`;
    return `...${on}${defer()}${skip()} { ${selection(condition, depth - 1)} }`;
  }
  const body = selection('Query', 4);
  const definitions = fragments.map(({ name, on, text }) => `fragment ${name} on ${on} { ${text} }`);
  const text = `{ ${body} }\n${definitions.join('\n')}`;
  const used = Object.keys(variables).filter((name) => new RegExp(`\\$${name}\\b`).test(text));
  return `query Q${used.length > 0 ? `(${used.map((name) => `$${name}: ${variables[name]}`).join(', ')})` : ''} ${text}`;
}

async function payloadsOf(args) {
  const result = await experimentalExecuteIncrementally(args);
  if (!('initialResult' in result)) return [plain(result)];
  const payloads = [plain(result.initialResult)];
  for await (const update of result.subsequentResults) payloads.push(plain(update));
  return payloads;
}

async function ask(body) {
  const response = await fetch(`${driver}/execute-incrementally`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  const text = await response.text();
  try { return plain(JSON.parse(text)); } catch { return { status: response.status, text }; }
}

// When graphql-js tells the end of a list that brings no items with it depends on its microtasks: such ends are compared apart from
// the payloads they come in, and only one that comes too early is a difference. All else is compared payload by payload.
function inOrder(payloads) {
  const lists = listIds(payloads);
  const ends = {};
  const rest = payloads.map(({ completed = [], hasNext, ...payload }, index) => {
    const brings = (id) => payload.incremental?.some((entry) => entry.id === id);
    const later = (id) => payloads.slice(index + 1).some((next) => next.incremental?.some((entry) => entry.id === id));
    const kept = completed.filter(({ id, errors }) => {
      if (!lists.has(id) || brings(id)) return true;
      ends[id] = { errors, tooEarly: later(id) };
      return false;
    });
    return { ...payload, completed: kept.toSorted((a, b) => Number(a.id) - Number(b.id)) };
  });
  const isEmpty = ({ data, errors, pending = [], incremental = [], completed }) =>
    data === undefined && errors === undefined && pending.length + incremental.length + completed.length === 0;
  return { payloads: rest.filter((payload) => !isEmpty(payload)), ends, endsOnce: payloads.findIndex(({ hasNext }) => !hasNext) === payloads.length - 1 };
}

// A list longer than what is read ahead comes in pieces that depend on time: then what was brought is compared, not in which payload.
function inTotal(payloads) {
  const names = new Map(payloads.flatMap((payload) => payload.pending ?? []).map(({ id, path, label }) => [id, `${path.join('.')} ${label ?? ''}`]));
  const total = { data: payloads[0].data, errors: payloads[0].errors, names: [...names.values()].sort(), brought: {}, completed: {} };
  for (const { incremental = [], completed = [] } of payloads) {
    for (const { id, items, data, subPath = [], errors = [] } of incremental) {
      const brought = (total.brought[`${names.get(id)} ${subPath.join('.')}`] ??= { items: [], data: [], errors: [] });
      brought.items.push(...(items ?? []));
      if (data) brought.data.push(data);
      brought.errors.push(...errors);
    }
    for (const { id, errors } of completed) (total.completed[names.get(id)] ??= []).push(errors);
  }
  return total;
}

// The ids that stand for lists: their path ends with a field that streams, not with an object.
const listIds = (payloads) => new Set(payloads.flatMap((payload) => payload.pending ?? []).filter(({ path }) => /^x?(as|strictAs|nodes|ints|strictInts|nested)$/.test(path.at(-1))).map(({ id }) => id));
const isLong = (payloads) => payloads.some((payload) => payload.incremental?.some(({ items }) => items?.length === 100));

let executed = 0, incremental = 0, updates = 0, withErrors = 0, failed = 0;
while (executed < Number(count)) {
  const query = makeDocument();
  if (validate(schema, parse(query)).length > 0) continue;
  executed++;
  const rootValue = dataFor(schema.getQueryType(), 4, executed % 10 === 0) ?? {};
  const given = chance(0.3) ? { some: pick([true, false]), n: below(4) } : {};
  const expected = await payloadsOf({ schema, document: parse(query), rootValue, variableValues: given });
  if (expected.length > 1) { incremental++; updates += expected.length - 1; }
  if (JSON.stringify(expected).includes('"errors"')) withErrors++;
  const actual = await ask({ schema: sdl, query, variables: given, root: rootValue });
  const comparable = isLong(expected) ? inTotal : inOrder;
  if (!Array.isArray(actual) || !isDeepStrictEqual(comparable(actual), comparable(expected))) {
    failed++;
    if (failed <= 10) console.log(query, JSON.stringify(given), '\n root    ', JSON.stringify(rootValue).slice(0, 800), '\n expected', JSON.stringify(expected).slice(0, 2500), '\n actual  ', JSON.stringify(actual).slice(0, 2500));
  }
}
console.log(`${incremental} of them incremental with ${updates} updates, ${withErrors} with errors`);
console.log(`${executed - failed} of ${executed} delivered as graphql-js delivers them`);
process.exit(failed === 0 ? 0 : 1);
