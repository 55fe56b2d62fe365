import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Icon } from '../design/icon.tsx';
import type { Field } from './new-metadata.ts';

interface FieldsInputProps {
  readonly fields: readonly Field[];
  readonly onChange: (fields: readonly Field[]) => void;
}

/** Rows of key and value. Numbers and true or false are kept as such. */
export const FieldsInput = ({ fields, onChange }: FieldsInputProps) => {
  const change = (place: number, part: Partial<Field>): void =>
    onChange(fields.map((field, at) => (at === place ? { ...field, ...part } : field)));
  return (
    <div className="new-fields">
      {fields.map((field, place) => (
        // A row has no name of its own; its place is what it is.
        <div className="new-field" key={place}>
          <TextInput
            aria-label={`Key ${place + 1}`}
            placeholder="Key"
            {...(place === 0 ? { 'data-autofocus': true } : {})}
            value={field.key}
            onChange={(event) => change(place, { key: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value ${place + 1}`}
            placeholder="Value"
            value={field.value}
            onChange={(event) => change(place, { value: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={`Remove field ${place + 1}`}
            onClick={() => onChange(fields.filter((_, at) => at !== place))}
            disabled={fields.length === 1}
          >
            <Icon name="x" />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="xs"
        variant="subtle"
        style={{ justifySelf: 'start' }}
        leftSection={<Icon name="plus" />}
        onClick={() => onChange([...fields, { key: '', value: '' }])}
      >
        Another field
      </Button>
    </div>
  );
};
