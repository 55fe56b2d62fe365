/** By extension, or by the whole name of a file. */
const LANGUAGES = {
  bash: 'sh bash zsh slurm sbatch pbs',
  c: 'c h',
  cpp: 'cpp cc cxx hpp hh cu',
  csharp: 'cs',
  css: 'css scss less',
  diff: 'diff patch',
  dockerfile: 'dockerfile',
  fortran: 'f f77 f90 f95 f03 f08',
  go: 'go',
  ini: 'ini toml cfg conf properties editorconfig',
  java: 'java',
  javascript: 'js mjs cjs jsx',
  json: 'json geojson jsonl ndjson ipynb',
  julia: 'jl',
  kotlin: 'kt kts',
  latex: 'tex sty cls bib',
  lua: 'lua',
  makefile: 'makefile mk',
  markdown: 'md markdown rmd qmd',
  matlab: 'm',
  perl: 'pl pm',
  php: 'php',
  powershell: 'ps1',
  python: 'py pyw snakefile',
  r: 'r',
  ruby: 'rb',
  rust: 'rs',
  scala: 'scala',
  sql: 'sql',
  swift: 'swift',
  typescript: 'ts mts cts tsx',
  xml: 'xml html htm xhtml svg kml gml xsd xsl rdf gpx',
  yaml: 'yaml yml',
} as const;

export type Language = keyof typeof LANGUAGES;

const BY_EXTENSION: ReadonlyMap<string, Language> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, extensions]) =>
    extensions.split(' ').map((extension) => [extension, language as Language] as const),
  ),
);

const BY_TYPE: readonly (readonly [RegExp, Language])[] = [
  [/[/+]json$/, 'json'],
  [/[/+]xml$|^text\/html$/, 'xml'],
  [/\/(x-)?yaml$/, 'yaml'],
  [/\/(x-)?(javascript|ecmascript)$/, 'javascript'],
  [/\/(x-)?sh$/, 'bash'],
  [/\/(x-)?python$/, 'python'],
  [/\/(x-)?sql$/, 'sql'],
  [/^text\/(x-)?markdown$/, 'markdown'],
  [/^text\/css$/, 'css'],
];

/** The language that a file is written in, by its name, else by its type; undefined for plain text. */
export const languageOf = (name: string, mimeType: string): Language | undefined => {
  const [, extension = ''] = /([^./]*)$/.exec(name.toLowerCase()) ?? [];
  return BY_EXTENSION.get(extension) ?? BY_TYPE.find(([pattern]) => pattern.test(mimeType))?.[1];
};
