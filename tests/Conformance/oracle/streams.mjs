// The stock clients of graphql-ws and graphql-sse against a running endpoint: node streams.mjs URL KEY RUN. The run waits until this
// script asks for its cancellation, so that a subscription to it has a beginning, a change and an end.
import { createClient as createSocketClient } from 'graphql-ws';
import { createClient as createEventStreamClient } from 'graphql-sse';
import WebSocket from 'ws';

const [url, key, ...runs] = process.argv.slice(2);
const authorization = `Bearer ${key}`;
const follow = 'subscription Follow($id: ID!) { runUpdated(id: $id) { state } }';
const cancel = (id) => `mutation { cancelRun(input: { id: "${id}" }) { run { state } errors { __typename } } }`;
const results = [];

async function check(name, test) {
  const timeout = new Promise((_, reject) => setTimeout(() => reject(new Error('took longer than 20 s')), 20000).unref());
  try {
    await Promise.race([test(), timeout]);
    results.push([true, name]);
  } catch (error) {
    results.push([false, `${name}: ${error.message ?? JSON.stringify(error)}`]);
  }
}

function equal(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(actual)} in place of ${JSON.stringify(expected)}`);
  }
}

const all = async (iterator) => {
  const values = [];
  for await (const value of iterator) { values.push(value); }
  return values;
};

async function checkClient(name, client, run) {
  await check(`${name}: a query`, async () => {
    equal(await all(client.iterate({ query: '{ __typename }' })), [{ data: { __typename: 'Query' } }]);
  });
  await check(`${name}: variables and operation name`, async () => {
    const query = 'query A { __typename } query B($name: String!) { __type(name: $name) { name } }';
    equal(await all(client.iterate({ query, operationName: 'B', variables: { name: 'Run' } })), [{ data: { __type: { name: 'Run' } } }]);
  });
  await check(`${name}: a subscription from its first state through a change to its end`, async () => {
    const states = [];
    for await (const result of client.iterate({ query: follow, variables: { id: run } })) {
      const { state } = result.data.runUpdated;
      if (states.at(-1) !== state) { states.push(state); }
      if (states.length === 1) {
        equal((await all(client.iterate({ query: cancel(run) })))[0].data.cancelRun.errors, null);
      }
    }
    equal(states, ['QUEUED', 'CANCELLED']);
  });
  await check(`${name}: a subscription that the client ends`, async () => {
    const events = client.iterate({ query: 'subscription { runs { state } }' });
    setTimeout(() => events.return(), 100);
    equal(await all(events), []);
  });
}

const socketUrl = url.replace(/^http/, 'ws');
const socketClient = (connectionParams) => createSocketClient({ url: socketUrl, connectionParams, webSocketImpl: WebSocket, retryAttempts: 0, lazy: true });
const socket = socketClient({ Authorization: authorization });
await checkClient('graphql-ws', socket, runs[0]);
await check('graphql-ws: a document that is not valid is an error', async () => {
  const errors = await all(socket.iterate({ query: '{ nothing }' })).then(() => null, (error) => error);
  equal(errors[0].extensions.code, 'HC0016');
});
await check('graphql-ws: an unknown key is 4403', async () => {
  const client = socketClient({ Authorization: 'Bearer hg_unknown' });
  equal(await all(client.iterate({ query: '{ __typename }' })).then(() => null, (close) => close.code), 4403);
});
await check('graphql-ws: a ping is answered', async () => {
  const client = await new Promise((resolve, reject) => {
    const pinging = createSocketClient({
      url: socketUrl, connectionParams: { Authorization: authorization }, webSocketImpl: WebSocket, keepAlive: 20, lazy: false,
      retryAttempts: 0,
      on: { pong: () => resolve(pinging), closed: reject },
    });
  });
  await client.dispose();
});
await check('graphql-ws: many operations at once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => all(socket.iterate({ query: `{ a${i}: __typename }` }))));
  equal(answers.map((answer) => Object.keys(answer[0].data)[0]), Array.from({ length: 20 }, (_, i) => `a${i}`));
});
await socket.dispose();

const events = createEventStreamClient({ url, headers: { authorization }, retryAttempts: 0 });
await checkClient('graphql-sse', events, runs[1]);
await check('graphql-sse: a document that is not valid is a result with errors', async () => {
  equal((await all(events.iterate({ query: '{ nothing }' })))[0].errors[0].extensions.code, 'HC0016');
});
await check('graphql-sse: an unknown key is 401', async () => {
  const client = createEventStreamClient({ url, headers: { authorization: 'Bearer hg_unknown' }, retryAttempts: 0 });
  const status = await all(client.iterate({ query: '{ __typename }' })).then(() => null, (error) => error.response?.status);
  equal(status, 401);
});
events.dispose();

const failed = results.filter(([ok]) => !ok);
console.log(`${results.length - failed.length} of ${results.length} checks of graphql-ws and graphql-sse`);
for (const [, name] of failed) { console.log(name); }
process.exit(failed.length === 0 ? 0 : 1);
