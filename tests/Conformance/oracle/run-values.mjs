// Random documents over random schemas and random data, with nulls, values of other types, lists that are none, types that are not
// there and resolvers that throw in it: values are completed alike and null goes up alike, with the same errors at the same places.
// usage: node run-values.mjs DRIVER_URL [COUNT] [SEED]
import { buildSchema, execute, isAbstractType, isEnumType, isLeafType, isListType, isNonNullType, parseType, typeFromAST, visit } from 'graphql';
import { ask, plain } from './driver.mjs';
import { randomDocument, randomInput } from './generate/documents.mjs';
import { generator } from './generate/random.mjs';
import { randomSchema } from './generate/schemas.mjs';
import { answer } from './wiring.mjs';

const [driver, count = '3000', seed = '1'] = process.argv.slice(2);
const random = generator(Number(seed));
const { below, chance, pick } = random;

const good = { Int: () => below(9), Float: () => pick([1, 2.5]), String: () => pick(['', 'x', 'é☃🎉']), Boolean: () => chance(0.5), ID: () => pick(['i', 4]) };
const odd = [1.5, 99999999999, 'RED', '12', '1e3', '', true, 'abc', -0.5, [], [1], { a: 1 }];

// Data for the fields that the document names, as likely broken as the case wants it.
function dataFor(type, names, faults, depth) {
  if (chance(faults)) return pick([null, null, { __throw: pick(['boom', 'a ☃ "quoted" text', '']) }]);
  if (isNonNullType(type)) return dataFor(type.ofType, names, faults / 2, depth);
  if (isListType(type)) return chance(faults / 2) ? pick([7, 'text', {}, true]) : Array.from({ length: depth > 5 ? 1 : below(3) }, () => itemFor(type.ofType, names, faults, depth));
  if (isEnumType(type)) return chance(faults) ? pick(odd) : pick(type.getValues()).name;
  if (isLeafType(type)) return chance(faults) ? pick(odd) : (good[type.name] ?? (() => pick([1, 'text', true, ['a', { b: null }], { k: 1.5 }])))();
  if (depth > 6) return null;
  const all = Object.values(schema.getTypeMap()).map((one) => one.name);
  const actual = isAbstractType(type) ? pick(schema.getPossibleTypes(type)) : type;
  const name = chance(faults) ? pick([...all, 'Nope', undefined, 7]) : actual.name;
  const fields = Object.values(actual.getFields?.() ?? {}).filter((field) => names.has(field.name));
  return { __typename: name, ...Object.fromEntries(fields.filter(() => !chance(faults)).map((field) => [field.name, dataFor(field.type, names, faults, depth + 1)])) };
}

// An item cannot throw: it is there already.
function itemFor(type, names, faults, depth) {
  const value = dataFor(type, names, faults, depth + 1);
  return value?.__throw === undefined ? value : null;
}

const fieldResolver = (source, args, context, info) => {
  const value = source?.[info.fieldName];
  if (value?.__throw !== undefined) throw new Error(value.__throw);
  return value;
};

// How a value of the wrong kind is shown in a message is each language's own matter; that it is one, and where, is not.
const comparable = ({ data, errors }) => JSON.stringify({ data, errors: errors?.map((error) => ({ ...error, message: error.message.replace(/[[{].*[\]}]/, '{…}') })) });

let schema, answered = 0, withErrors = 0, failed = 0;
while (answered < Number(count)) {
  const { sdl } = randomSchema(random, { incremental: false });
  schema = buildSchema(sdl);
  for (let i = 0; i < 20 && answered < Number(count); i++) {
    const { query, document, operations } = randomDocument(random, schema, { operations: 1 });
    const names = new Set();
    visit(document, { Field: (node) => void names.add(node.name.value) });
    const variables = Object.fromEntries(operations[0].definitions.map(({ name, type }) => [name, randomInput(random, typeFromAST(schema, parseType(type)))]));
    const faults = pick([0.02, 0.05, 0.1]);
    const rootType = schema.getRootType(document.definitions.find((one) => one.operation).operation);
    const root = Object.fromEntries(Object.values(rootType.getFields()).filter((field) => names.has(field.name)).map((field) => [field.name, dataFor(field.type, names, faults, 1)]));
    const expected = plain(await answer({ schema, document, variableValues: variables, rootValue: root, fieldResolver, subscribeFieldResolver: oneEvent }, execute));
    const actual = await ask(driver, { schema: sdl, query, variables, root });
    answered++;
    if (expected.errors) withErrors++;
    if (comparable(actual) !== comparable(expected)) {
      failed++;
      if (failed <= 10) console.log(query, JSON.stringify(variables), '\n root    ', JSON.stringify(root).slice(0, 900), '\n expected', JSON.stringify(expected).slice(0, 1200), '\n actual  ', JSON.stringify(actual).slice(0, 1200));
    }
  }
}

async function* oneEvent(source) {
  yield source;
}

console.log(`${answered - failed} of ${answered} answered alike, ${withErrors} of them with errors`);
process.exitCode = failed === 0 ? 0 : 1;
