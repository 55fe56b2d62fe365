// All sample extractors in one process, which is enough for development: a server starts a process for each.
await Promise.all([
  import('../../extractors/file-digest/src/main.ts'),
  import('../../extractors/word-count/src/main.ts'),
  import('../../extractors/image-preview/src/main.ts'),
]);
