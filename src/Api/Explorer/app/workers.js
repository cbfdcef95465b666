const names = { json: 'json.worker', graphql: 'graphql.worker' };

globalThis.MonacoEnvironment = {
  getWorker: (_moduleId, label) => new Worker(`/graphql/explorer/${names[label] ?? 'editor.worker'}.js`, { name: label }),
};
