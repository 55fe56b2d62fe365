import type { Example } from './example.tsx';

/** An example under the name that the gallery lists: "files/upload/upload-panel: Sending". */
export interface NamedExample {
  readonly group: string;
  readonly name: string;
  readonly example: Example;
}

const modules = import.meta.glob<Readonly<Record<string, Example>>>('../**/*.gallery.tsx', { eager: true });

/** Every export of every file named `*.gallery.tsx`. */
export const namedExamples: readonly NamedExample[] = Object.entries(modules).flatMap(([path, examples]) =>
  Object.entries(examples).map(([name, example]) => ({
    group: path.replace(/^\.\.\//, '').replace(/\.gallery\.tsx$/, ''),
    name: name.replaceAll(/([a-z])([A-Z])/g, '$1 $2'),
    example,
  })),
);
