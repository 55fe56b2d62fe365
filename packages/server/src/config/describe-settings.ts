import type { Environment } from '../config.ts';
import { SETTINGS } from './settings.ts';

/** For `--help`: each setting with its default and what it does. */
export function settingsHelp(): string {
  return SETTINGS.map(
    (setting) =>
      `  ${setting.name}${defaultNote(setting.default)}\n${indent(wrap(setting.description, 74))}\n`,
  ).join('\n');
}

/** For `--print-config`: what is in force, as lines of an environment file. Secrets are set or not, no more. */
export function printSettings(env: Environment): string {
  return SETTINGS.map(({ name, secret, default: fallback }) => {
    const value = env[name] || undefined;
    if (value === undefined && fallback === undefined) return `# ${name} is not set`;
    return `${name}=${secret ? 'hidden' : (value ?? fallback)}`;
  }).join('\n');
}

/** For docs/configuration.md: one row per setting. */
export function settingsTable(): string {
  const rows = SETTINGS.map(({ name, default: fallback, description, expected }) =>
    [
      `\`${name}\``,
      fallback === undefined ? 'not set' : `\`${fallback}\``,
      `${description} Expected: ${expected}.`,
    ].join(' | '),
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows.map((row) => `| ${row} |`)].join('\n');
}

const defaultNote = (value: string | undefined): string =>
  value === undefined ? '' : `  (default: ${value})`;

const indent = (text: string): string => text.replaceAll(/^/gm, '      ');

function wrap(text: string, width: number): string {
  return text.replaceAll(new RegExp(`(?=.{${width + 1}})(.{1,${width}}) `, 'g'), '$1\n');
}
