import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ParameterField } from './parameter-fields.ts';

interface ParameterInputProps {
  readonly field: ParameterField;
  readonly value: string | boolean | undefined;
  readonly mistake: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}

const TickBox = ({ field, value, onChange }: ParameterInputProps) => (
  <label className="parameter-tick">
    <input
      type="checkbox"
      className="tick-box"
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>
      {field.title}
      {field.description ? <small>{field.description}</small> : null}
    </span>
  </label>
);

const optionsOf = ({ choices, required }: ParameterField) => [
  ...(required ? [] : [{ value: '', label: '–' }]),
  ...choices.map((choice) => ({ value: String(choice), label: String(choice) })),
];

/** One parameter, asked for by its kind. */
export const ParameterInput = (props: ParameterInputProps) => {
  const { field, value, mistake, onChange } = props;
  if (field.kind === 'boolean') return <TickBox {...props} />;
  const common = {
    label: field.title,
    description: field.description || undefined,
    error: mistake,
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
        classNames={{ input: 'parameters' }}
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
