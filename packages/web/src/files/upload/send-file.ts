import { readErrorResponse } from '@pawprint/protocol/client';
import { client } from '../../api/client.ts';

export type SendOutcome =
  | { readonly is: 'stored'; readonly fileId: string }
  | { readonly is: 'refused'; readonly status: number; readonly why: string };

export interface SendHandlers {
  readonly onSent: (bytes: number) => void;
  readonly onEnd: (outcome: SendOutcome) => void;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `{id}`, or `{ids}` where Clowder v1 answers for several files. */
const fileIdOf = (answer: unknown): string | undefined => {
  const { id, ids } = Object(answer) as Record<string, unknown>;
  if (Array.isArray(ids)) return fileIdOf(ids[0]);
  return typeof id === 'string' ? id : undefined;
};

/** What the server's answer to an upload means. A cut line has status 0. */
export const readUploadAnswer = (status: number, text: string): SendOutcome => {
  if (status >= 200 && status < 300) {
    const fileId = fileIdOf(parseJson(text));
    if (fileId) return { is: 'stored', fileId };
    return { is: 'refused', status, why: 'the server’s answer could not be read' };
  }
  if (status === 0) return { is: 'refused', status, why: 'the connection was cut, nothing was stored' };
  const refusal = readErrorResponse(text);
  if (refusal) return { is: 'refused', status, why: refusal.error.message };
  if (status === 401) return { is: 'refused', status, why: 'your session has ended; sign in again' };
  if (status === 413) return { is: 'refused', status, why: 'the file is larger than this server takes' };
  return { is: 'refused', status, why: `the server answered ${status}` };
};

/** Sends one file. XMLHttpRequest, because fetch still tells nobody how much of a body is sent. Returns its cancel. */
export const sendFile = (datasetId: string, file: File, { onSent, onEnd }: SendHandlers): (() => void) => {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.append('File', file, file.name);
  request.open('POST', client.url('uploadToDataset', { params: { id: datasetId } }));
  request.upload.onprogress = ({ loaded }) => onSent(loaded);
  request.onload = () => onEnd(readUploadAnswer(request.status, request.responseText));
  request.onerror = () => onEnd(readUploadAnswer(0, ''));
  request.send(form);
  return () => request.abort();
};
