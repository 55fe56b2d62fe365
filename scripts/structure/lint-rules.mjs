// @ts-check
// The linter's rules `pawprint/package-borders` and `pawprint/server-floors` (.oxlintrc.json, "jsPlugins"). They report
// an import that the table of layers refuses, imports of types included.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuseFloor, refusePackage } from './layers.mjs';
import { resolveImport } from './resolve-import.mjs';

/**
 * @typedef {import('vite').ESTree.Node} Node
 * @typedef {{ filename: string, report: (problem: { node: Node, message: string }) => void }} Context
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export default {
  meta: { name: 'pawprint' },
  rules: { 'package-borders': createRule(refusePackage), 'server-floors': createRule(refuseFloor) },
};

/** @param {(importer: string, imported: string) => string | undefined} refuse */
function createRule(refuse) {
  return {
    /** @param {Context} context */
    create(context) {
      const importer = relative(ROOT, context.filename).replaceAll('\\', '/');
      /** @param {{ source?: Node | null }} statement */
      const check = ({ source }) => {
        if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
        const imported = resolveImport(importer, source.value);
        const message = imported && refuse(importer, imported);
        if (message) context.report({ node: source, message });
      };
      return {
        ImportDeclaration: check,
        ExportNamedDeclaration: check,
        ExportAllDeclaration: check,
        ImportExpression: check,
        TSImportType: check,
      };
    },
  };
}
