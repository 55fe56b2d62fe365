import { useState } from 'react';
import { readParameters } from '../jobs/actions/read-parameters.ts';
import {
  type FieldValues,
  fitsFields,
  initialValues,
  type ParameterField,
  readFieldValues,
  valuesOf,
} from './parameter-fields.ts';

/** Parameters are typed into a field each, or as one JSON object. */
export type ParametersFormat = 'fields' | 'json';

/** Parameters while a person edits them. */
export interface ParametersDraft {
  readonly fields: readonly ParameterField[];
  readonly format: ParametersFormat;
  readonly values: FieldValues;
  readonly json: string;
  /** What is wrong, to be shown beside each input. */
  readonly errors: ParametersErrors;
  readonly setFormat: (format: ParametersFormat) => void;
  readonly setValue: (key: string, value: string | boolean) => void;
  readonly setJson: (json: string) => void;
}

export interface ParametersErrors {
  readonly json?: string;
  readonly fields: Readonly<Record<string, string>>;
}

type Parameters = Readonly<Record<string, unknown>>;

/**
 * A draft that begins with the parameters of a job, or else with what the extractor declares. What it does not declare is
 * kept as it was; parameters that do not fit into the fields begin as JSON.
 */
export const usePrefilledParameters = (fields: readonly ParameterField[], ofJob?: Parameters) => {
  const given = ofJob ?? {};
  const [format, setFormat] = useState<ParametersFormat>(fitsFields(fields, given) ? 'fields' : 'json');
  const [values, setValues] = useState(() => ({
    ...initialValues(fields),
    ...(ofJob && valuesOf(fields, ofJob)),
  }));
  const [json, setJson] = useState(() => JSON.stringify(given, null, 2));
  const [errors, setErrors] = useState<ParametersErrors>({ fields: {} });
  const undeclared = Object.fromEntries(
    Object.entries(given).filter(([name]) => !fields.some(({ key }) => key === name)),
  );
  const shown = fields.length === 0 ? 'json' : format;
  const draft: ParametersDraft = {
    fields,
    format: shown,
    values,
    json,
    errors,
    setFormat: (next) => {
      const read = readFieldValues(fields, values);
      if (next === 'json' && read.ok) setJson(JSON.stringify({ ...undeclared, ...read.parameters }, null, 2));
      setFormat(next);
    },
    setValue: (key, value) => setValues({ ...values, [key]: value }),
    setJson,
  };
  /** The parameters, or null if the draft has errors, which are shown then. */
  const read = (): Parameters | null => {
    if (shown === 'fields') {
      const result = readFieldValues(fields, values);
      setErrors({ fields: result.ok ? {} : result.errors });
      return result.ok ? { ...undeclared, ...result.parameters } : null;
    }
    const result = readParameters(json.trim() === '' ? '{}' : json);
    setErrors(result.ok ? { fields: {} } : { json: result.why, fields: {} });
    return result.ok ? result.parameters : null;
  };
  return { draft, read };
};
