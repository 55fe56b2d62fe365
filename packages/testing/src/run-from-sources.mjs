import { runnerImport } from 'vite';

/**
 * `node run-from-sources.mjs FILE.ts …`: runs a TypeScript file in a process of its own, with the workspace packages
 * it imports taken from their sources. So a test that needs a second process needs no build.
 */
const fromSources = {
  name: 'pawprint-source',
  configEnvironment: () => ({ resolve: { conditions: ['pawprint-source', 'module', 'node'] } }),
};

await runnerImport(process.argv[2], { configFile: false, logLevel: 'error', plugins: [fromSources] });
