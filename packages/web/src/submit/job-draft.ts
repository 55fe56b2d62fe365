import type { DatasetExtractor, Extractor } from '@pawprint/protocol';
import { useState } from 'react';
import { readParameters } from '../jobs/actions/read-parameters.ts';
import { isOn } from './fitting-extractors.ts';
import {
  type FieldValues,
  initialValues,
  type ParameterField,
  parameterFields,
  readFieldValues,
} from './parameter-fields.ts';
import type { ParametersErrors, ParametersFormat } from './parameters-draft.ts';

/** The extractor and the parameters of the jobs to submit. */
export interface JobRequest {
  readonly extractor: string;
  readonly parameters: Record<string, unknown>;
}

/** What is wrong with the draft, to be shown beside each input. */
interface DraftErrors extends ParametersErrors {
  readonly extractor?: string;
}

const NO_ERRORS: DraftErrors = { fields: {} };

interface StoredParameters {
  readonly format?: ParametersFormat;
  readonly values?: FieldValues;
  readonly json?: string;
}

/**
 * The extractor and parameters while a person edits them. The parameters for one extractor are kept when another is
 * chosen, and shown again with it.
 *
 * @param first the name of the extractor that is chosen at first
 */
export const useJobDraft = (extractors: readonly DatasetExtractor[], first: string | null = null) => {
  const [chosen, setChosen] = useState(first);
  const [drafts, setDrafts] = useState<Readonly<Record<string, StoredParameters>>>({});
  const [errors, setErrors] = useState(NO_ERRORS);
  const extractor = extractors.find((each) => each.name === chosen && isOn(each)) ?? null;
  const fields = extractor ? parameterFields(extractor.parameters) : [];
  const draft = (chosen === null ? undefined : drafts[chosen]) ?? {};
  const values = { ...initialValues(fields), ...draft.values };
  const json = draft.json ?? '';
  const format = fields.length === 0 ? 'json' : (draft.format ?? 'fields');
  const change = (part: StoredParameters): void => {
    if (chosen !== null) setDrafts({ ...drafts, [chosen]: { ...draft, ...part } });
  };
  return {
    extractor,
    fields,
    format,
    values,
    json,
    errors,
    chooseExtractor: (name: string): void => {
      setChosen(name);
      setErrors(NO_ERRORS);
    },
    setValue: (key: string, value: string | boolean): void =>
      change({ values: { ...draft.values, [key]: value } }),
    setJson: (text: string): void => change({ json: text }),
    /** JSON that is still empty begins with the values of the fields. */
    setFormat: (next: ParametersFormat): void =>
      change({
        format: next,
        ...(next === 'json' && json === '' ? { json: valuesAsJson(fields, values) } : {}),
      }),
    /** The request to send, or null if the draft has errors, which are shown then. */
    toRequest: (): JobRequest | null => {
      const read: ReadDraft = extractor
        ? readDraft(extractor, { format, fields, values, json })
        : { errors: { extractor: 'Choose an extractor.', fields: {} } };
      setErrors('errors' in read ? read.errors : NO_ERRORS);
      return 'request' in read ? read.request : null;
    },
    /** Forgets the parameters but not the extractor, because the next job often uses the same. */
    clear: (): void => setDrafts({}),
  };
};

export type JobDraft = ReturnType<typeof useJobDraft>;

const valuesAsJson = (fields: readonly ParameterField[], values: FieldValues): string => {
  const read = readFieldValues(fields, values);
  return read.ok ? JSON.stringify(read.parameters, null, 2) : '';
};

type ReadDraft = { readonly request: JobRequest } | { readonly errors: DraftErrors };

interface ParametersInput {
  readonly format: ParametersFormat;
  readonly fields: readonly ParameterField[];
  readonly values: FieldValues;
  readonly json: string;
}

const readDraft = (extractor: Extractor, { format, fields, values, json }: ParametersInput): ReadDraft => {
  if (format === 'fields') {
    const read = readFieldValues(fields, values);
    return read.ok
      ? { request: { extractor: extractor.name, parameters: read.parameters } }
      : { errors: { fields: read.errors } };
  }
  const read = readParameters(json.trim() === '' ? '{}' : json);
  return read.ok
    ? { request: { extractor: extractor.name, parameters: read.parameters } }
    : { errors: { json: read.why, fields: {} } };
};
