import type { Extractor } from '@pawprint/protocol';
import { useState } from 'react';
import { readParameters } from '../jobs/actions/read-parameters.ts';
import { type ParameterField, parameterFields } from './parameters/parameter-fields.ts';
import { initialTyped, readTyped, type Typed } from './parameters/read-typed.ts';

type Way = 'fields' | 'json';

/** What is wrong with what was given, beside the place where it was. */
interface Mistakes {
  readonly extractor?: string;
  readonly json?: string;
  readonly fields: Readonly<Record<string, string>>;
}

const NO_MISTAKES: Mistakes = { fields: {} };

/** What is to be run, and how, ready to be sent. */
export interface Order {
  readonly extractor: string;
  readonly parameters: Record<string, unknown>;
}

interface Written {
  readonly way?: Way;
  readonly typed?: Typed;
  readonly json?: string;
}

type ReadOrder = { readonly order: Order } | { readonly mistakes: Mistakes };

const readWritten = (
  extractor: Extractor,
  draft: {
    readonly way: Way;
    readonly fields: readonly ParameterField[];
    readonly typed: Typed;
    readonly json: string;
  },
): ReadOrder => {
  const { way, fields, typed, json } = draft;
  if (way === 'fields') {
    const read = readTyped(fields, typed);
    return read.ok
      ? { order: { extractor: extractor.name, parameters: read.parameters } }
      : { mistakes: { fields: read.mistakes } };
  }
  const read = readParameters(json.trim() === '' ? '{}' : json);
  return read.ok
    ? { order: { extractor: extractor.name, parameters: read.parameters } }
    : { mistakes: { json: read.why, fields: {} } };
};

/**
 * An extractor and its parameters, while somebody makes up their mind. What was written for one extractor stays when
 * another is looked at, and comes back with it.
 */
export const useOrder = (extractors: readonly Extractor[]) => {
  const [chosen, setChosen] = useState<string | null>(null);
  const [written, setWritten] = useState<Readonly<Record<string, Written>>>({});
  const [mistakes, setMistakes] = useState(NO_MISTAKES);
  const extractor = extractors.find(({ name, enabled }) => name === chosen && enabled) ?? null;
  const fields = extractor ? parameterFields(extractor.parameters) : [];
  const mine = (chosen === null ? undefined : written[chosen]) ?? {};
  const typed = { ...initialTyped(fields), ...mine.typed };
  const json = mine.json ?? '';
  const way = fields.length === 0 ? 'json' : (mine.way ?? 'fields');
  const write = (part: Written): void => {
    if (chosen !== null) setWritten({ ...written, [chosen]: { ...mine, ...part } });
  };
  /** What was typed into the fields, as far as it can be read, is where JSON begins. */
  const asJson = (): string => {
    const read = readTyped(fields, typed);
    return read.ok ? JSON.stringify(read.parameters, null, 2) : '';
  };
  return {
    extractor,
    fields,
    way,
    typed,
    json,
    mistakes,
    choose: (name: string): void => {
      setChosen(name);
      setMistakes(NO_MISTAKES);
    },
    type: (key: string, value: string | boolean): void => write({ typed: { ...mine.typed, [key]: value } }),
    writeJson: (text: string): void => write({ json: text }),
    writeAs: (next: Way): void =>
      write({ way: next, ...(next === 'json' && json === '' ? { json: asJson() } : {}) }),
    /** The order, or null where something is wrong with it: that is then shown in its place. */
    read: (): Order | null => {
      const read: ReadOrder = extractor
        ? readWritten(extractor, { way, fields, typed, json })
        : { mistakes: { extractor: 'Choose an extractor.', fields: {} } };
      setMistakes('mistakes' in read ? read.mistakes : NO_MISTAKES);
      return 'order' in read ? read.order : null;
    },
    /** Forgets what was written, not what was chosen: the next is often the same. */
    clear: (): void => setWritten({}),
  };
};

export type OrderDraft = ReturnType<typeof useOrder>;
