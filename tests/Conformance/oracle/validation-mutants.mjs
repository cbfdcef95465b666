// node validation-mutants.mjs OUTPUT COUNT SEED OWN_SCHEMA [CORPUS]: writes what graphql-js says about COUNT broken documents, one JSON object a line:
// { schema, document, errors: [[rule, message, "line:column …"]] }; the first line is { schemas: { name: sdl } }.
import fs from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { randomDocument } from './generate/documents.mjs';
import { generator } from './generate/random.mjs';
import { randomSchema } from './generate/schemas.mjs';
import { Mutator, vocabularyOf } from './mutants.mjs';

const [output, count, seed, ownSchema, corpus] = process.argv.slice(2);
const incremental = `
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
`;
const read = (...parts) => fs.readFileSync(path.join(...parts), 'utf8');
const schemas = {}, documents = [];

function add(name, sdl, texts) {
  schemas[name] = { sdl, schema: buildSchema(sdl) };
  schemas[name].words = vocabularyOf(schemas[name].schema);
  documents.push(...texts.map((text) => ({ name, document: parse(text, { noLocation: true }) })));
}

const random = generator(Number(seed));

function addGenerated(name, sdl, count) {
  const schema = buildSchema(sdl);
  add(name, sdl, Array.from({ length: count }, () => randomDocument(random, schema, { incremental: sdl.includes('directive @defer') }).query));
}

// Our own schema, random ones, the zoo, which has everything, and the corpus where it is: as many documents of each.
const share = 250;
addGenerated('healthgraph', read(ownSchema), share);
for (let i = 0; i < 25; i++) addGenerated(`random ${i}`, randomSchema(random, { incremental: i % 2 === 0 }).sdl, share / 25);
const zoo = path.join(import.meta.dirname, 'validation', 'zoo');
const zooDocuments = fs.readdirSync(zoo).sort().map((file) => read(zoo, file));
add('zoo', read(`${zoo}.graphqls`), Array.from({ length: Math.ceil(share / zooDocuments.length) }, () => zooDocuments).flat());
const corpusFolders = corpus ? fs.readdirSync(corpus).sort().filter((name) => fs.existsSync(path.join(corpus, name, 'schema.graphqls'))) : [];
for (const name of corpusFolders) {
  const sdl = read(corpus, name, 'schema.graphqls');
  const folders = fs.readdirSync(path.join(corpus, name)).sort().filter((document) => fs.existsSync(path.join(corpus, name, document, 'query.graphql')));
  add(name, sdl.includes('directive @defer') ? sdl : sdl + incremental, folders.slice(0, 4).map((document) => read(corpus, name, document, 'query.graphql')));
}

// Each rule puts its name on what it reports.
const rules = specifiedRules.map((rule) => (context) => rule(Object.create(context, {
  reportError: { value: (error) => { error.rule = rule.name; context.reportError(error); } },
})));
const file = fs.openSync(output, 'w');
const write = (value) => fs.writeSync(file, `${JSON.stringify(value)}\n`);
write({ schemas: Object.fromEntries(Object.entries(schemas).map(([name, { sdl }]) => [name, sdl])) });
for (let i = 0, written = 0; written < Number(count); i++) {
  const { name, document } = documents[i % documents.length];
  const { schema, words } = schemas[name];
  const text = new Mutator(random, words).mutate(document, i < documents.length ? 0 : 1 + random.below(4));
  if (text === null) continue;
  let errors;
  try {
    errors = validate(schema, parse(text), rules, { maxErrors: 1000 });
  } catch {
    // graphql-js throws on a @defer whose condition is no boolean, at the root of a subscription.
    continue;
  }

  const places = (error) => (error.locations ?? []).map((place) => `${place.line}:${place.column}`).join(' ');
  write({ schema: name, document: text, errors: errors.map((error) => [error.rule ?? '', error.message, places(error)]) });
  written++;
}
