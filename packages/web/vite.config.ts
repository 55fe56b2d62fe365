import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const toServer = {
  target: process.env['PAWPRINT_DEV_SERVER'] ?? 'http://127.0.0.1:9000',
  changeOrigin: true,
};

// Without dialogs, menus, forms and previews, and what is for them: those load on demand, and every page would load them
// with the file that pages share. Nor with what only the pages about jobs share.
const OWN_PARTS =
  'web/src/(api|design|jobs|files|sharing)/(?!.*(dialog|menu|in-place|new-name|undo|description|compared-table|attempt-groups|raw-text|read-parameters|job-reason|action-error|-form|file-list|preview/|virtual-rows|result|search-field|marked|event-kinds|job-text|terminal-text|job-query|events/|use-job))|web/src/notifications/tell-me-button|packages/async';
const MANTINE_PARTS = 'use-id|use-uncontrolled|resolved-styles|DirectionProvider|safe-context|scoped-keydown';

const GROUPS = [
  // Libraries are in files of their own, so that a new Pawprint does not make browsers fetch React again.
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 1 },
  {
    name: 'tanstack',
    test: /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|store)\//,
    priority: 1,
  },
  { name: 'initial', tags: ['$initial' as const] },
  // Code that several pages share is in one file, since gzip shrinks many small files less.
  { name: 'shared', test: new RegExp(`${OWN_PARTS}|${MANTINE_PARTS}`), minShareCount: 3 },
];

/** Every page has these files from the start: naming them beside each dynamic import would only make pages larger. */
const LOADED_BY_ENTRY = /\/(react|tanstack|rolldown-runtime|index)-[^/]*$/;

/**
 * Dialogs, menus, and pages that are opened seldom: only their styles are named. They open one round trip later, and every
 * page is smaller.
 */
const OPENED_SELDOM =
  /\/([a-z-]*(dialog|bell-panel|show-in-browser|palette)|(operations|drop)-menu|account|admin[a-z-]*|alert-rules-panel|audit|compare|entrance|error-queue-list|login|new-extractor|people|quarantine|search|spaces?|system-panels)-[^/]*$/;

const isNamed = (file: string, dependency: string): boolean =>
  !LOADED_BY_ENTRY.test(dependency) && (dependency.endsWith('.css') || !OPENED_SELDOM.test(`/${file}`));

/** Everything in the page that is written as a text: every route that it calls is among these. */
const textsOfPage = (): ReadonlySet<string> => {
  const folders = ['src', '../protocol/src/client'].map((folder) => join(import.meta.dirname, folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const sources = files.filter((file) => /\.tsx?$/.test(file)).map((file) => readFileSync(file, 'utf8'));
  return new Set(
    sources.flatMap((source) => [...source.matchAll(/'([A-Za-z]+)'/g)].map(([, text = '']) => text)),
  );
};

/** The page has only the routes that it calls, and of each only what a client needs: method, path, kind of answer. */
const routesOfPage: Plugin = {
  name: 'pawprint-routes-of-page',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /protocol\/src\/http\/route-table\.ts$/ },
    handler(code) {
      const texts = textsOfPage();
      return code
        .replaceAll(/^ {2}(\w+): \{ method: .*\n/gm, (line, name: string) => (texts.has(name) ? line : ''))
        .replaceAll(/, (?:access|family|right): '[a-z0-9 -]+'|, longPoll: true/g, '');
    },
  },
};

export default defineConfig({
  plugins: [routesOfPage, react()],
  resolve: { conditions: [...defaultClientConditions, 'pawprint-source'] },
  server: { host: '127.0.0.1', proxy: { '/api': toServer, '/sdk': toServer } },
  build: {
    target: 'es2023',
    // A data: address would need a hole in the server's content security policy.
    assetsInlineLimit: 0,
    modulePreload: {
      // Browsers that know `es2023` preload modules themselves, and one that does not loads them a little later.
      polyfill: false,
      resolveDependencies: (file, dependencies, { hostType }) =>
        hostType === 'html' ? dependencies : dependencies.filter((path) => isNamed(file, path)),
    },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: GROUPS },
        // Every page has the names of all files, and gzip shrinks nothing of a hash.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
      },
    },
  },
});
