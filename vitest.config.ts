import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['pawprint-source'] };
const ssr = { resolve: { conditions: ['pawprint-source'], externalConditions: ['pawprint-source'] } };

/**
 * Three costs, told apart by a file's suffix: `.unit` needs nothing, `.int` real PostgreSQL,
 * `.e2e` a built server and a real browser.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['{packages,extractors}/*/src/**/*.unit.test.{ts,tsx}', 'scripts/**/*.unit.test.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'int',
          include: ['{packages,extractors}/*/src/**/*.int.test.ts'],
          globalSetup: ['packages/testing/src/postgres-global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
