// @ts-check
import { writeFileSync } from 'node:fs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Counts the tests of vitest, and writes the counts to the file that PAWPRINT_TALLY names. Failures outside of tests
 * count too: a file that cannot be read, a hook, an uncaught error.
 */
export default class TallyReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} uncaught
   */
  onTestRunEnd(modules, uncaught) {
    /** @type {Tally} */
    const tally = { passed: 0, failed: uncaught.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) tally[stateOf(test)] += 1;
      tally.failed += failedOutsideTests(module);
    }
    writeFileSync(process.env['PAWPRINT_TALLY'] ?? '', JSON.stringify(tally));
  }
}

/**
 * @param {import('vitest/node').TestCase} test
 * @returns {keyof Tally}
 */
function stateOf(test) {
  const { state } = test.result();
  // Pending after the end: the run was cut short before the test.
  return state === 'pending' ? 'failed' : state;
}

/** @param {import('vitest/node').TestModule} module */
function failedOutsideTests(module) {
  const suites = [...module.children.allSuites()];
  return [module, ...suites].filter((part) => part.errors().length > 0).length;
}
