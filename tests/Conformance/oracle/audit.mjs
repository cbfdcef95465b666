// The audit of npm graphql-http against a running endpoint: node audit.mjs URL KEY. Prints the count, and what was not ok.
import { serverAudits } from 'graphql-http';

const [url, key] = process.argv.slice(2);
const fetchFn = (address, init = {}) => fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });

const results = [];
for (const audit of serverAudits({ url, fetchFn })) {
  results.push(await audit.fn());
}

const notOk = results.filter((result) => result.status !== 'ok');
console.log(`${results.length - notOk.length} of ${results.length} audits ok`);
for (const { status, id, name, reason } of notOk) {
  console.log(`${status} ${id} ${name}: ${reason}`);
}

process.exitCode = notOk.length === 0 ? 0 : 1;
