// Random documents with random variables over random schemas, wired by type: the same response, keys in the same order; the schema
// described alike too. Some variables do not fit and some operation names are of nothing: the same errors.
// usage: node run-execution.mjs DRIVER_URL [COUNT] [SEED]
import { isDeepStrictEqual } from 'node:util';
import { parse, typeFromAST, parseType } from 'graphql';
import { ask, plain } from './driver.mjs';
import { randomDocument, randomInput } from './generate/documents.mjs';
import { generator } from './generate/random.mjs';
import { randomSchema } from './generate/schemas.mjs';
import { answer, executeCollapsed, wire } from './wiring.mjs';

const [driver, count = '3000', seed = '1'] = process.argv.slice(2);
const random = generator(Number(seed));
const { chance, pick } = random;
const casesPerSchema = 30;

let answered = 0, withErrors = 0, failed = 0;
while (answered < Number(count)) {
  const { sdl } = randomSchema(random);
  const schema = wire(sdl);
  for (let i = 0; i < casesPerSchema / 2 && answered < Number(count); i++) {
    const { query, operations } = randomDocument(random, schema, { incremental: sdl.includes('directive @defer') && chance(0.5) });
    const document = parse(query);
    for (let j = 0; j < 2 && answered < Number(count); j++) {
      const operation = pick(operations);
      const wildness = chance(0.15) ? 0.2 : 0;
      const variables = {};
      for (const { name, type, hasDefault } of operation.definitions) {
        if (hasDefault && chance(0.4)) continue;
        if (!type.endsWith('!') && chance(0.2)) continue;
        variables[name] = randomInput(random, typeFromAST(schema, parseType(type)), wildness);
      }
      const operationName = chance(0.02) ? 'Nope' : operations.length > 1 && chance(0.05) ? undefined : operation.name || undefined;
      const expected = plain(await answer({ schema, document, variableValues: variables, operationName, rootValue: {} }, executeCollapsed));
      const actual = await ask(driver, { schema: sdl, query, variables, operationName });
      answered++;
      if (expected.errors) withErrors++;
      // What is deferred comes when it comes; without that keys are in the order of the document.
      const isAlike = /@defer|@stream/.test(query)
        ? isDeepStrictEqual(actual, expected)
        : JSON.stringify([actual.data, actual.errors]) === JSON.stringify([expected.data, expected.errors]);
      if (!isAlike) {
        failed++;
        if (failed <= 8) console.log(query, JSON.stringify(variables), '\n expected', JSON.stringify(expected).slice(0, 1500), '\n actual  ', JSON.stringify(actual).slice(0, 1500), '\n', process.env.SDL ? sdl : '');
      }
    }
  }
}
console.log(`${answered - failed} of ${answered} answered alike, ${withErrors} of them with errors`);
process.exitCode = failed === 0 ? 0 : 1;
