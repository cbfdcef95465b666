import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

const forbidden = 4403;

/** What asks for one key: a fetcher for GraphiQL, and the end of its socket. */
export function connect(apiKey) {
  const Authorization = `Bearer ${apiKey}`;
  // Subscriptions go over a socket, opened with the first of them. A page can give it no header: the key is in its first message.
  const sockets = createClient({
    url: new URL('/graphql', location.href).href.replace(/^http/, 'ws'),
    connectionParams: { Authorization },
    shouldRetry: (problem) => problem instanceof CloseEvent && problem.code !== forbidden,
  });
  return {
    fetcher: createGraphiQLFetcher({ url: '/graphql', headers: { Authorization }, wsClient: sockets }),
    close: () => sockets.dispose(),
  };
}
