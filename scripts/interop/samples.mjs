// @ts-check
import { ROOT } from '../steps/run-step.mjs';

/**
 * @typedef {object} Sample
 * @property {string} name of the extractor, and so of its queue
 * @property {readonly string[]} args of Python; below the folder of samples where `SAMPLES/` stands before
 * @property {Readonly<Record<string, string>>} [env]
 * @property {string} [infoFrom] the extractor_info.json to run with, where it does not stand beside the script
 * @property {unknown} [info] the same, where upstream has none
 */

/** @type {Sample} */
export const ECHO = { name: 'ncsa.echo', args: ['SAMPLES/echo/echo.py'] };

/** @type {Sample} */
export const WORDCOUNT = { name: 'ncsa.wordcount', args: ['SAMPLES/wordcount/wordcount.py'] };

/**
 * Started as in its Dockerfile. It has the name of the other wordcount, which pyClowder replaces by the queue's name.
 * @type {Sample}
 */
export const WORDCOUNT_SIMPLE = {
  name: 'ncsa.wordcount.simple',
  args: [
    '-c',
    'from simple_extractor import SimplePythonExtractor; from wordcount import wordcount; SimplePythonExtractor(wordcount).start()',
  ],
  env: { PYTHONPATH: 'SAMPLES/wordcount-simple-extractor:SAMPLES/simple-extractor' },
  infoFrom: 'SAMPLES/wordcount-simple-extractor/extractor_info.json',
};

/**
 * Runs any program that makes images; here the image is its own preview.
 * @type {Sample}
 */
export const BINARY_PREVIEW = {
  name: 'interop.image.preview',
  args: ['SAMPLES/binary-preview/binary_extractor.py'],
  env: { IMAGE_BINARY: 'cp', IMAGE_TYPE: 'png' },
  info: {
    '@context': 'http://clowder.ncsa.illinois.edu/contexts/extractors.jsonld',
    name: 'interop.image.preview',
    version: '1.0',
    description: 'Shows an image as its own preview.',
    author: 'Pawprint <pawprint@example.org>',
    contributors: [],
    contexts: [],
    repository: [{ repType: 'git', repUrl: 'https://github.com/clowder-framework/pyclowder' }],
    process: { file: ['image/*'] },
    external_services: [],
    dependencies: [],
    bibtex: [],
  },
};

export const SAMPLES = [ECHO, WORDCOUNT, WORDCOUNT_SIMPLE, BINARY_PREVIEW];

/**
 * Ours, of examples/python.
 * @type {Sample}
 */
export const XML_OUTLINE = {
  name: 'example.xml-outline',
  args: [`${ROOT}examples/python/xml_outline.py`],
  infoFrom: `${ROOT}examples/python/extractor_info.json`,
};
