// Every schema of the corpus describes itself as graphql-js describes it, and the description builds the schema again.
// usage: node run-introspection.mjs CORPUS_FOLDER DRIVER_URL
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildClientSchema, buildSchema, experimentalExecuteIncrementally, getIntrospectionQuery, parse, printSchema } from 'graphql';
import { ask, plain } from './driver.mjs';

const [corpus, driver] = process.argv.slice(2);
const query = getIntrospectionQuery({
  specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true, experimentalDirectiveDeprecation: true,
});
let passed = 0, failed = 0;
for (const name of readdirSync(corpus).sort().filter((entry) => statSync(join(corpus, entry)).isDirectory())) {
  const sdl = readFileSync(join(corpus, name, 'schema.graphqls'), 'utf8');
  const schema = buildSchema(sdl, { assumeValid: true });
  const expected = plain(await experimentalExecuteIncrementally({ schema, document: parse(query) }));
  const actual = await ask(driver, { schema: sdl, query });
  if (isDeepStrictEqual(actual, expected) && printSchema(buildClientSchema(actual.data)) === printSchema(buildClientSchema(expected.data))) {
    passed++;
  } else {
    failed++;
    const [e, a] = [expected, actual].map((value) => JSON.stringify(value, null, 1).split('\n'));
    const at = e.findIndex((line, i) => line !== a[i]);
    if (failed <= 5) console.log(name, '\n expected', e.slice(at - 6, at + 3).join(' '), '\n actual  ', a.slice(at - 6, at + 3).join(' '));
  }
}
console.log(`${passed} of ${passed + failed} schemas described alike`);
process.exit(failed === 0 ? 0 : 1);
