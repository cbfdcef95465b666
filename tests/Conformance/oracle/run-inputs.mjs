// Random variables and literals for every kind of input type, through graphql-js and through a driver: the same values, the
// same errors in the same words at the same places.
// usage: node run-inputs.mjs DRIVER_URL [COUNT] [SEED]
import { isDeepStrictEqual } from 'node:util';
import { buildSchema, execute, parse, validate } from 'graphql';
import { ask, plain } from './driver.mjs';
import { generator } from './generate/random.mjs';

const [driver, count = '2000', seed = '1'] = process.argv.slice(2);
const { below, chance, pick } = generator(Number(seed));

const sdl = `
enum Color { RED GREEN BLUE }
scalar Json
input Point { x: Int! y: Int = 5 color: Color = RED tags: [String!] next: Point any: Json id: ID f: Float b: Boolean! = true }
input One @oneOf { a: Int b: String p: Point l: [Int!] }
type Query {
  echo(i: Int, f: Float, s: String, b: Boolean, id: ID, c: Color, cd: Color = GREEN, p: Point, pd: Point = { x: 1 }, one: One,
    li: [Int], lir: [Int!], ll: [[Int]], j: Json, r: Int! = 3, lp: [Point!] = [{ x: 2 }]): String
}`;
const schema = buildSchema(sdl);
schema.getQueryType().getFields().echo.resolve = (_, args) => JSON.stringify(args);

const types = { i: 'Int', f: 'Float', s: 'String', b: 'Boolean', id: 'ID', c: 'Color', cd: 'Color', p: 'Point', pd: 'Point', one: 'One',
  li: '[Int]', lir: '[Int!]', ll: '[[Int]]', j: 'Json', r: 'Int', lp: '[Point!]' };
const oddities = [null, true, false, 0, -1, 1, 2147483647, 2147483648, -2147483649, 1.5, 1.0, 1e21, 123456789012, -0.25, 1e-7, '', 'a', 'RED', 'red', 'GREN',
  'Zürich "q" \n', [], [1], [null], [[1], null, 2], ['a', 1], {}, { x: 1 }, { x: null }, { y: 1 }, { x: 1, z: 2 }, { X: 1 }, { a: 1 }, { a: 1, b: 'x' }, { a: null },
  { b: 'x' }, { l: 1 }, { l: [1, null] }, { x: 1, next: { y: 'a' } }, { x: 1, tags: 'one' }, { x: 1, tags: [null] }, { x: 1, b: null },
  { x: 1, any: { deep: [{ er: 1 }] } }, { x: 1, next: { x: 2, next: { x: '3' } } }, [{ x: 1 }, { x: 'b' }], Array.from({ length: 12 }, (_, i) => String(i))];

const fitting = {
  Int: () => below(100), Float: () => pick([1, 1.25, -3]), String: () => pick(['', 'abc']), Boolean: () => chance(0.5), ID: () => pick(['x', 7]),
  Color: () => pick(['RED', 'GREEN', 'BLUE']), Json: () => pick([1, 'a', [1, { a: null }], { k: 1.5 }, null]),
  Point: () => ({ x: below(9), ...(chance(0.3) && { next: fitting.Point() }), ...(chance(0.3) && { tags: ['t'] }), ...(chance(0.2) && { color: 'BLUE' }), ...(chance(0.2) && { any: fitting.Json() }) }),
  One: () => pick([{ a: 1 }, { b: 'x' }, { p: fitting.Point() }, { l: [1, 2] }, { l: 3 }]),
};
const valueFor = (type) => {
  if (chance(0.4)) return pick(oddities);
  const inner = type.replace(/[[\]!]/g, '');
  const value = fitting[inner]();
  return type.startsWith('[') && chance(0.7) ? [value, fitting[inner]()] : value;
};

const isEnumLike = (text) => /^[A-Z]+$/.test(text);
function literal(value, variables) {
  if (variables.length > 0 && chance(0.1)) return `$${pick(variables)}`;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, variables)).join(', ')}]`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).map(([key, item]) => `${key}: ${literal(item, variables)}`).join(', ')}}`;
  if (typeof value === 'string' && isEnumLike(value) && chance(0.8)) return value;
  return typeof value === 'number' ? String(value).replace('e+', 'e') : JSON.stringify(value);
}

// The echoed arguments as values: the order of keys and the spelling of numbers do not matter.
const decode = (result) => {
  if (result?.data?.echo) result.data.echo = JSON.parse(result.data.echo);
  return result;
};

let executed = 0, refused = 0, failed = 0;
for (let i = 0; i < Number(count); i++) {
  const names = Object.keys(types).filter(() => chance(0.15));
  if (names.length === 0) names.push(pick(Object.keys(types)));
  const definitions = [], variables = {}, args = [];
  for (const name of names) {
    const type = types[name];
    if (chance(0.6)) {
      const value = valueFor(type);
      const declared = chance(0.2) ? `${type}!` : type;
      const byDefault = chance(0.25) ? ` = ${literal(valueFor(type), [])}` : '';
      definitions.push(`$${name}: ${declared}${byDefault}`);
      if (chance(0.85)) variables[name] = value;
      args.push(`${name}: $${name}`);
    } else {
      args.push(`${name}: ${literal(valueFor(type), definitions.length > 0 ? [definitions[0].slice(1).split(':')[0]] : [])}`);
    }
  }
  const query = `query${definitions.length > 0 ? ` (${definitions.join(', ')})` : ''} {\n  echo(${args.join(', ')})\n}`;
  const document = parse(query);
  const errors = validate(schema, document);
  const expected = decode(plain(errors.length > 0 ? { errors } : await execute({ schema, document, variableValues: variables })));
  errors.length > 0 ? refused++ : executed++;
  const actual = decode(await ask(driver, { schema: sdl, query, variables, root: {} }));
  if (!isDeepStrictEqual(actual, expected)) {
    failed++;
    if (failed <= 15) console.log(query, JSON.stringify(variables), '\n expected', JSON.stringify(expected), '\n actual  ', JSON.stringify(actual));
  }
}
console.log(`${executed + refused - failed} of ${executed + refused} answered alike, ${refused} of them refused by validation`);
process.exit(failed === 0 ? 0 : 1);
