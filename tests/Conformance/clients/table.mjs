// Reads a table as web pages and node programs do: fetch. Prints "N of M ...".
const [url, key, broken] = process.argv.slice(2);
const query = 'query Clinics { destinations(order: {clinicId: ASC}) { nodes { clinicId name region state } } }';
const held = [];
const check = (name, holds) => {
  held.push(Boolean(holds));
  if (!holds) console.log('failed:', name);
};
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const post = (accept, text = query) =>
  fetch(url, { method: 'POST', headers: { ...headers, accept }, body: JSON.stringify({ query: text }) });

const csv = await post('text/csv');
check('csv', csv.status === 200 && (await csv.text()).split('\r\n').length > 4);
const ndjson = await post('application/x-ndjson');
check('ndjson', (await ndjson.text()).trimEnd().split('\n').map((line) => JSON.parse(line).clinicId).join() === 'C1,C2,C3');
const json = await post('application/json');
check('json', (await json.json()).data.destinations.nodes.length === 3);
const refused = await post('text/csv', '{ nothing }');
check('refused', refused.status === 400 && (await refused.json()).errors[0].extensions.code === 'HC0016');
await post('text/csv', broken).then((response) => response.text()).then(
  () => check('a table that breaks off is an error', false),
  () => check('a table that breaks off is an error', true),
);
console.log(`${held.filter(Boolean).length} of ${held.length} checks of fetch`);
process.exit(held.every(Boolean) ? 0 : 1);
