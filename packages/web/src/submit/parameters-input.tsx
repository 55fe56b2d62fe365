import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import type { ParameterField } from './parameter-fields.ts';
import type { ParametersDraft } from './parameters-draft.ts';
import styles from './parameters-input.module.css';

/** A field for each parameter that the chosen extractor declares, or one JSON object. */
export const ParametersInput = ({ draft }: { readonly draft: ParametersDraft }) => (
  <section className={styles.parameters} aria-labelledby="parameters-head">
    <div className={layout.row}>
      <h3 id="parameters-head" className={layout.fill}>
        Parameters
        {draft.fields.length === 0 ? (
          <span className={styles.hint}> · it declares none; leave this empty, or write JSON</span>
        ) : null}
      </h3>
      {draft.fields.length > 0 ? <FormatSwitch draft={draft} /> : null}
    </div>
    {draft.format === 'json' ? (
      <JsonInput draft={draft} />
    ) : (
      draft.fields.map((field) => (
        <ParameterInput
          key={field.key}
          field={field}
          value={draft.values[field.key]}
          error={draft.errors.fields[field.key]}
          onChange={(value) => draft.setValue(field.key, value)}
        />
      ))
    )}
  </section>
);

const FormatSwitch = ({ draft }: { readonly draft: ParametersDraft }) => (
  <SegmentedControl
    aria-label="Enter parameters as"
    data={[
      { value: 'fields', label: 'Fields' },
      { value: 'json', label: 'JSON' },
    ]}
    value={draft.format}
    onChange={draft.setFormat}
  />
);

const JsonInput = ({ draft }: { readonly draft: ParametersDraft }) => (
  <Textarea
    aria-label="Parameters, as JSON"
    classNames={{ input: styles.json }}
    placeholder="{}"
    autosize
    minRows={draft.fields.length > 0 ? 6 : 2}
    maxRows={18}
    spellCheck={false}
    value={draft.json}
    error={draft.errors.json}
    onChange={(event) => draft.setJson(event.currentTarget.value)}
  />
);

interface ParameterInputProps {
  readonly field: ParameterField;
  readonly value: string | boolean | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}

const ParameterInput = (props: ParameterInputProps) => {
  const { field, value, error, onChange } = props;
  if (field.kind === 'boolean') return <BooleanInput {...props} />;
  const common = {
    label: field.title,
    description: field.description || undefined,
    error,
    required: field.required,
    value: typeof value === 'string' ? value : '',
  };
  if (field.kind === 'choice')
    return (
      <NativeSelect
        {...common}
        data={optionsOf(field)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (field.kind === 'json')
    return (
      <Textarea
        {...common}
        classNames={{ input: styles.json }}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...common}
      inputMode={field.kind === 'text' ? undefined : 'decimal'}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};

const BooleanInput = ({ field, value, onChange }: ParameterInputProps) => (
  <label className={styles.checkbox}>
    <input
      type="checkbox"
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>
      {field.title}
      {field.description ? <small className={text.dimmed}>{field.description}</small> : null}
    </span>
  </label>
);

const optionsOf = ({ choices, required }: ParameterField) => [
  ...(required ? [] : [{ value: '', label: '–' }]),
  ...choices.map((choice) => ({ value: String(choice), label: String(choice) })),
];
