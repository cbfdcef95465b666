// The running app describes the schema of the SDL file: each type and directive that buildClientSchema makes of the description prints as that of
// the file does. Directives applied in the SDL (@cost, @listSize, @authorize) are not in an introspection result; the specification has no place for them.
// usage: node introspect-app.mjs URL KEY SCHEMA_FILE
import { readFileSync } from 'node:fs';
import { buildClientSchema, buildSchema, getIntrospectionQuery, isSpecifiedDirective, isSpecifiedScalarType, printDirective, printSchema, printType, validateSchema } from 'graphql';
import { everything } from './introspection.mjs';

const [url, key, file] = process.argv.slice(2);
const response = await fetch(url, {
  method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` }, body: JSON.stringify({ query: getIntrospectionQuery(everything) }),
});
const { data, errors } = await response.json();
if (!data) throw new Error(JSON.stringify(errors));
const described = buildClientSchema(data), declared = buildSchema(readFileSync(file, 'utf8'));

const parts = (schema) => new Map([
  ['schema', String(validateSchema(schema))],
  ...Object.values(schema.getTypeMap()).filter((type) => !isSpecifiedScalarType(type) && !type.name.startsWith('__')).map((type) => [type.name, printType(type)]),
  ...schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive)).map((directive) => [`@${directive.name}`, printDirective(directive)]),
]);
const [ours, expected] = [parts(described), parts(declared)];
const names = [...new Set([...expected.keys(), ...ours.keys()])];
const different = names.filter((name) => ours.get(name) !== expected.get(name));
for (const name of different.slice(0, 10)) console.log(name, '\n expected', expected.get(name), '\n actual  ', ours.get(name));
const isWhole = different.length > 0 || printSchema(described) === printSchema(declared);
if (!isWhole) console.log('The parts are equal but not in the same order.');
console.log(`${names.length - different.length} of ${names.length} types and directives described as declared`);
process.exitCode = different.length === 0 && isWhole ? 0 : 1;
