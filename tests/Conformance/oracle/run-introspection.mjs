// Random schemas, and those of the corpus where it is, describe themselves as graphql-js describes them, and the description builds the schema again.
// usage: node run-introspection.mjs DRIVER_URL COUNT SEED [CORPUS_FOLDER]
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientSchema, buildSchema, executeSync, getIntrospectionQuery, parse, printSchema } from 'graphql';
import { ask, plain } from './driver.mjs';
import { generator } from './generate/random.mjs';
import { randomSchema } from './generate/schemas.mjs';
import { everything } from './introspection.mjs';

const [driver, count, seed, corpus] = process.argv.slice(2);
const random = generator(Number(seed));
const query = getIntrospectionQuery(everything);
const schemas = [
  ...Array.from({ length: Number(count) }, () => randomSchema(random).sdl),
  ...(corpus ? readdirSync(corpus).sort().map((name) => join(corpus, name, 'schema.graphqls')).filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8')) : []),
];
let passed = 0;
for (const sdl of schemas) {
  const schema = buildSchema(sdl, { assumeValid: true });
  const expected = plain(executeSync({ schema, document: parse(query) }));
  const actual = await ask(driver, { schema: sdl, query });
  if (JSON.stringify(actual) === JSON.stringify(expected) && printSchema(buildClientSchema(actual.data)) === printSchema(buildClientSchema(expected.data))) {
    passed++;
  } else {
    const [e, a] = [expected, actual].map((value) => JSON.stringify(value, null, 1).split('\n'));
    const at = e.findIndex((line, i) => line !== a[i]);
    console.log('expected', e.slice(Math.max(0, at - 6), at + 3).join(' '), '\nactual  ', a.slice(Math.max(0, at - 6), at + 3).join(' '));
  }
}
console.log(`${passed} of ${schemas.length} schemas described alike`);
process.exitCode = passed === schemas.length ? 0 : 1;
