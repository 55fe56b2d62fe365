import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './packages/testing/src/browser.ts';

/** Tests run from sources: no environment of Vite's may take a workspace package from `dist`. */
const fromSources: Plugin = {
  name: 'pawprint-source',
  configEnvironment: () => ({
    // Without Vite's "module": what Node itself does not choose, such as the AWS SDK's other build, it cannot always load.
    resolve: { conditions: ['pawprint-source', 'node', 'development|production'] },
  }),
};
const plugins = [fromSources];
/** What a test polls for is a state that must come. By default Vitest gives it one second, which would be a timed assertion. */
const expectations = { poll: { timeout: 30_000 } };

/**
 * Four costs, told apart by a file's suffix: `.unit` needs nothing, `.int` real PostgreSQL and RabbitMQ, `.e2e` a built
 * server and a real browser, `.browser` runs a component of the page inside a real browser. Files share their worker's modules: importing them anew for
 * each file would take most of the time. So a test leaves nothing behind in the process, and no module holds state.
 * Times are for a machine that has much else to do.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: [
            '{packages,extractors}/*/{src,examples}/**/*.unit.test.{ts,tsx}',
            '{scripts,examples,demo,simulate,deploy}/**/*.unit.test.ts',
          ],
          isolate: false,
          testTimeout: 60_000,
          expect: expectations,
          maxWorkers: 2,
        },
      },
      {
        plugins,
        test: {
          name: 'int',
          sequence: { groupOrder: 1 },
          include: [
            '{packages,extractors}/*/src/**/*.int.test.ts',
            'simulate/*.int.test.ts',
            'deploy/tests/*.int.test.ts',
          ],
          globalSetup: [
            'packages/testing/src/postgres-global-setup.ts',
            'packages/testing/src/rabbitmq-global-setup.ts',
            'packages/testing/src/s3/s3-global-setup.ts',
          ],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: expectations,
          maxWorkers: 2,
        },
      },
      {
        plugins,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 2 },
          include: ['e2e/**/*.e2e.test.ts'],
          globalSetup: ['packages/testing/src/data-dir-global-setup.ts'],
          isolate: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          expect: expectations,
          // Each spends much of its time waiting for browsers, leases and brokers: two at once keep two cores busy.
          maxWorkers: 2,
        },
      },
      {
        extends: 'packages/web/vite.gallery.config.ts',
        test: {
          name: 'browser',
          sequence: { groupOrder: 3 },
          include: ['packages/web/src/**/*.browser.test.tsx'],
          testTimeout: 60_000,
          expect: expectations,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions: CHROMIUM }),
            instances: [{ browser: 'chromium' }],
            viewport: { width: 1280, height: 800 },
            screenshotFailures: false,
          },
          maxWorkers: 1,
        },
      },
    ],
  },
});
