// Runs every case of the execution corpus through graphql-js and through a driver, and compares.
// usage: node run-corpus.mjs DRIVER_URL CORPUS_FOLDER [--verbose]
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'graphql';
import { ask, plain } from './driver.mjs';
import { executeCollapsed, wire } from './wiring.mjs';

const [driver, corpus, ...flags] = process.argv.slice(2);
const verbose = flags.includes('--verbose');
const folders = (path) => readdirSync(path).sort().filter((name) => statSync(join(path, name)).isDirectory());

let passed = 0;
const failed = [];
for (const schemaName of folders(corpus)) {
  const sdl = readFileSync(join(corpus, schemaName, 'schema.graphqls'), 'utf8');
  const schema = wire(sdl);
  for (const documentName of folders(join(corpus, schemaName))) {
    const query = readFileSync(join(corpus, schemaName, documentName, 'query.graphql'), 'utf8');
    for (const variablesName of folders(join(corpus, schemaName, documentName))) {
      const variables = JSON.parse(readFileSync(join(corpus, schemaName, documentName, variablesName, 'variables.json'), 'utf8'));
      const expected = plain(await executeCollapsed({ schema, document: parse(query), variableValues: variables }));
      const actual = await ask(driver, { schema: sdl, query, variables });
      if (isDeepStrictEqual(actual, expected)) {
        passed++;
      } else {
        failed.push(`${schemaName}/${documentName}/${variablesName}`);
        if (verbose) console.log(failed.at(-1), '\n expected', JSON.stringify(expected).slice(0, 1500), '\n actual  ', JSON.stringify(actual).slice(0, 1500));
      }
    }
  }
}
console.log(`${passed} of ${passed + failed.length} cases answered alike`);
for (const name of failed) console.log(`failed ${name}`);
process.exit(failed.length === 0 ? 0 : 1);
