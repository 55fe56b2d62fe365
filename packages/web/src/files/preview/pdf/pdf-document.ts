import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { ByteSource } from '../previewed.ts';

export type OpenedPdf =
  | { readonly kind: 'opened'; readonly document: PDFDocumentProxy }
  | { readonly kind: 'locked' }
  | { readonly kind: 'broken'; readonly reason: string };

/**
 * Opens a document, of which only what is shown is read. The library works in the page itself: its worker would need a
 * hole in the page's policy. It runs no scripts of documents, and the policy lets nothing make code of texts.
 */
export const openPdf = async (source: ByteSource): Promise<OpenedPdf> => {
  const [pdfjs, worker] = await Promise.all([
    import('pdfjs-dist'),
    import('pdfjs-dist/build/pdf.worker.min.mjs'),
  ]);
  Object.assign(globalThis, { pdfjsWorker: worker });
  const range = new pdfjs.PDFDataRangeTransport(source.size, null);
  range.requestDataRange = (begin, end) => {
    source.read(begin, end).then(
      (chunk) => range.onDataRange(begin, chunk),
      () => void task.destroy(),
    );
  };
  const task = pdfjs.getDocument({
    range,
    disableAutoFetch: true,
    disableStream: true,
    BinaryDataFactory: Files,
    isEvalSupported: false,
    useWasm: false,
    enableXfa: false,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
  try {
    return { kind: 'opened', document: await task.promise };
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') return { kind: 'locked' };
    if (error instanceof pdfjs.InvalidPDFException) return { kind: 'broken', reason: error.message };
    throw error;
  }
};

interface WantedFile {
  readonly kind: 'cMapUrl' | 'standardFontDataUrl' | 'wasmUrl';
  readonly filename: string;
}

/** What the library reads while it draws: tables of letters. Fonts that a document does not bring are the system's. */
class Files {
  async fetch({ kind, filename }: WantedFile): Promise<Uint8Array<ArrayBuffer>> {
    if (kind !== 'cMapUrl') throw new Error(`${filename} is not offered.`);
    const { readCharacterMap } = await import('./character-maps.ts');
    return readCharacterMap(filename);
  }
}
