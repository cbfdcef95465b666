import './workers.js';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './explorer.css';
import { connect } from './connection.js';
import { forgetKey, isRemembered, storedKey, storeKey } from './key.js';
import { KeyForm } from './KeyForm.jsx';
import { startingQueries } from './queries.js';

function Explorer() {
  const [key, setKey] = useState(storedKey);

  function accept(accepted, remember) {
    storeKey(accepted, remember);
    setKey(accepted);
  }

  function forget() {
    forgetKey();
    setKey('');
  }

  return (
    <>
      <header className="hg-bar">
        <strong>HealthGraph</strong>
        <KeyForm accepted={key} onAccepted={accept} onForgotten={forget} />
      </header>
      <main className="hg-main">{key ? <Editor key={key} apiKey={key} /> : <Welcome />}</main>
    </>
  );
}

function Editor({ apiKey }) {
  const { fetcher, close } = useMemo(() => connect(apiKey), [apiKey]);
  useEffect(() => close, [close]);
  // Queries and their variables are kept where the key is kept, so that a borrowed computer keeps neither.
  const storage = isRemembered() ? localStorage : sessionStorage;
  return (
    <GraphiQL
      fetcher={fetcher} storage={storage} maxHistoryLength={50} isHeadersEditorEnabled={false}
      defaultTabs={startingQueries.map((query) => ({ query }))} defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>{' '}</GraphiQL.Logo>
    </GraphiQL>
  );
}

function Welcome() {
  return (
    <section className="hg-welcome">
      <h1>Enter an API key to begin</h1>
      <p>
        <code>./run</code> prints two keys and writes them to <code>keys/admin.key</code> and <code>keys/analyst.key</code> in
        the data folder; <code>./healthgraph keys create</code> makes more.
      </p>
      <p>The key is sent to this server only, and forgotten with this tab unless you choose to keep it.</p>
    </section>
  );
}

createRoot(document.getElementById('explorer')).render(<Explorer />);
