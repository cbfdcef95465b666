// Runs every case of the execution corpus through graphql-js and through a driver, and compares.
// usage: node run-corpus.mjs CORPUS_FOLDER DRIVER_URL [--verbose]
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  buildSchema, experimentalExecuteIncrementally, isAbstractType, isEnumType, isInterfaceType, isListType, isNonNullType,
  isObjectType, isScalarType, isUnionType, parse,
} from 'graphql';
import { ask, plain } from './driver.mjs';

const [corpus, driver, ...flags] = process.argv.slice(2);
const verbose = flags.includes('--verbose');
const leaves = { Int: 2, Float: 3.14, String: 'str', Boolean: true, ID: 'id' };

function valueOf(type) {
  if (isNonNullType(type)) return valueOf(type.ofType);
  if (isListType(type)) return [valueOf(type.ofType), valueOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0].value;
  if (isScalarType(type)) return leaves[type.name] ?? 'str';
  return {};
}

function wire(sdl) {
  const schema = buildSchema(sdl, { assumeValid: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) field.resolve = () => valueOf(field.type);
    }
    if (isAbstractType(type)) {
      const names = schema.getPossibleTypes(type).map((possible) => possible.name).sort();
      type.resolveType = () => (isUnionType(type) ? names[0] : names.at(-1));
    }
  }
  return schema;
}

const folders = (path) => readdirSync(path).sort().filter((name) => statSync(join(path, name)).isDirectory());

// The response as it is once everything deferred and streamed has arrived.
async function executeCollapsed(args) {
  const result = await experimentalExecuteIncrementally(args);
  if (!('initialResult' in result)) return result;
  const whole = structuredClone(plain(result.initialResult));
  const paths = new Map();
  const note = (pending) => { for (const { id, path } of pending ?? []) paths.set(id, path); };
  note(whole.pending);
  for await (const next of result.subsequentResults) {
    note(next.pending);
    for (const part of plain(next.incremental ?? [])) {
      const target = [...paths.get(part.id), ...(part.subPath ?? [])].reduce((value, key) => value[key], whole.data);
      if ('items' in part) target.push(...part.items);
      else merge(target, part.data);
      if (part.errors) (whole.errors ??= []).push(...part.errors);
    }
    for (const { errors } of next.completed ?? []) if (errors) (whole.errors ??= []).push(...plain(errors));
  }
  delete whole.pending;
  delete whole.hasNext;
  return whole;
}

function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    if (target[key] !== null && typeof target[key] === 'object' && typeof value === 'object') merge(target[key], value);
    else target[key] = value;
  }
}

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
