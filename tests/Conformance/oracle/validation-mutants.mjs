// node validation-mutants.mjs OUTPUT COUNT SEED [CORPUS]: writes what graphql-js says about COUNT broken documents, one JSON object a line:
// { schema, document, errors: [[rule, message, "line:column …"]] }; the first line is { schemas: { name: sdl } }.
import fs from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { Mutator, randomFrom, vocabularyOf } from './mutants.mjs';

const [output, count, seed, corpus] = process.argv.slice(2);
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

const zoo = path.join(import.meta.dirname, 'validation', 'zoo');
const zooDocuments = fs.readdirSync(zoo).sort().map((file) => read(zoo, file));
const corpusFolders = corpus ? fs.readdirSync(corpus).sort().filter((name) => fs.existsSync(path.join(corpus, name, 'schema.graphqls'))) : [];
for (const name of corpusFolders) {
  const sdl = read(corpus, name, 'schema.graphqls');
  const folders = fs.readdirSync(path.join(corpus, name)).sort().filter((document) => fs.existsSync(path.join(corpus, name, document, 'query.graphql')));
  add(name, sdl.includes('directive @defer') ? sdl : sdl + incremental, folders.map((document) => read(corpus, name, document, 'query.graphql')));
}

// As many documents of the zoo, which has everything, as of the corpus, which is random.
const rounds = Math.max(1, Math.ceil(documents.length / zooDocuments.length));
add('zoo', read(`${zoo}.graphqls`), Array.from({ length: rounds }, () => zooDocuments).flat());

// Each rule puts its name on what it reports.
const rules = specifiedRules.map((rule) => (context) => rule(Object.create(context, {
  reportError: { value: (error) => { error.rule = rule.name; context.reportError(error); } },
})));
const random = randomFrom(Number(seed)), file = fs.openSync(output, 'w');
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
