import { ExtractorMessage } from '@pawprint/protocol';

/** A work order as it was read, and as it came, to be put back unchanged. */
export interface WorkOrder {
  readonly message: ExtractorMessage;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Words that tell what is wrong, and nothing of what is in the message. */
export interface Unreadable {
  readonly problem: string;
}

const jsonOf = (content: Buffer): unknown => {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const readContent = (content: Buffer): WorkOrder | Unreadable => {
  const body = jsonOf(content);
  if (!isObject(body)) return { problem: 'it is no JSON object' };
  const { data, error } = ExtractorMessage.safeParse(body);
  if (data) return { message: data, body };
  return {
    problem: `it has no usable ${error.issues.map(({ path }) => path.join('.')).join(' and no usable ')}`,
  };
};
