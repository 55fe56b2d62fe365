import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const server = process.env['PAWPRINT_DEV_SERVER'] ?? 'http://127.0.0.1:9000';

// Without dialogs and menus: those load on demand, and every page would load them with the file that pages share.
const OWN_PARTS = 'web/src/(api|design|jobs|files)/(?!.*(dialog|menu))|packages/async';
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

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: [...defaultClientConditions, 'pawprint-source'] },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, changeOrigin: true } } },
  build: {
    target: 'es2023',
    // A data: address would need a hole in the server's content security policy.
    assetsInlineLimit: 0,
    modulePreload: {
      resolveDependencies: (_file, dependencies, { hostType }) =>
        hostType === 'html' ? dependencies : dependencies.filter((path) => !LOADED_BY_ENTRY.test(path)),
    },
    rolldownOptions: {
      output: { codeSplitting: { groups: GROUPS } },
    },
  },
});
