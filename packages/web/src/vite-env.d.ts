/// <reference types="vite/client" />

declare module 'pdfjs-dist/build/pdf.worker.min.mjs' {
  /** What the library looks for where it has no worker. */
  export const WorkerMessageHandler: object;
}
