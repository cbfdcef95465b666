// Bundles the page into the folder named by the first argument, each file gzipped: that is how the server keeps and sends it.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const target = path.resolve(process.argv[2] ?? 'dist');

const common = {
  bundle: true,
  minify: true,
  write: false,
  outdir: target,
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
};

const page = await build({
  ...common,
  entryPoints: { explorer: 'app/explorer.jsx' },
  format: 'esm',
  jsx: 'automatic',
  loader: { '.ttf': 'file' },
});

// Monaco's language services run in workers, which the content security policy allows from our own files only.
const workers = await build({
  ...common,
  entryPoints: {
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  format: 'iife',
});

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const files = [
  ...[...page.outputFiles, ...workers.outputFiles].map((file) => [path.basename(file.path), file.contents]),
  ['index.html', await readFile('app/index.html')],
];
for (const [name, contents] of files) {
  await writeFile(path.join(target, `${name}.gz`), gzipSync(contents, { level: 9 }));
}
