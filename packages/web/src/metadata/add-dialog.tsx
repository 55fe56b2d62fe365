import { ActionIcon, Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { Metadata } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import styles from './add-dialog.module.css';
import { type Content, type Field, fieldsOf, readFields, readJson } from './new-metadata.ts';

interface AddDialogProps {
  readonly resource: ResourceKey;
  /** The document that is edited. Absent: a new one is added. */
  readonly edited?: Metadata;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Adds metadata by a person, or edits it: the document of before stays among the earlier ones. */
export const AddDialog = ({ resource, edited, opened, onClose }: AddDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={edited ? 'Edit metadata' : 'Add metadata'} size={560}>
    <AddForm resource={resource} {...(edited && { edited })} onClose={onClose} />
  </Modal>
);

const FORMATS = [
  { value: 'fields', label: 'Fields' },
  { value: 'json', label: 'JSON' },
] as const;
type Format = (typeof FORMATS)[number]['value'];

const NO_FIELDS: readonly Field[] = [{ key: '', value: '' }];

const AddForm = ({ resource, edited, onClose }: Omit<AddDialogProps, 'opened'>) => {
  const addition = useAddMetadata(resource, edited, onClose);
  const asFields = edited ? fieldsOf(edited.content) : NO_FIELDS;
  const [format, setFormat] = useState<Format>(asFields ? 'fields' : 'json');
  const [fields, setFields] = useState(asFields ?? NO_FIELDS);
  const [json, setJson] = useState(edited ? JSON.stringify(edited.content, null, 2) : '');
  const [mistake, setMistake] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const draft = format === 'fields' ? readFields(fields) : readJson(json);
    setMistake('mistake' in draft ? draft.mistake : undefined);
    if ('content' in draft && !addition.isPending) addition.mutate(draft.content);
  };
  const problem =
    mistake ??
    (addition.isError
      ? `The metadata was not ${edited ? 'changed' : 'added'}. ${explain(addition.error)}`
      : undefined);
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <SegmentedControl aria-label="Write as" data={[...FORMATS]} value={format} onChange={setFormat} />
      {format === 'fields' ? (
        <FieldsInput fields={fields} onChange={setFields} />
      ) : (
        <Textarea
          aria-label="JSON"
          placeholder='{"site": "North ridge", "depth": 12.5}'
          autosize
          minRows={6}
          maxRows={18}
          classNames={{ input: styles.json }}
          value={json}
          onChange={(event) => setJson(event.currentTarget.value)}
        />
      )}
      {problem ? <ErrorMessage>{problem}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={addition.isPending}>
          {edited ? (addition.isPending ? 'Saving…' : 'Save') : addition.isPending ? 'Adding…' : 'Add'}
        </Button>
      </DialogActions>
    </form>
  );
};

const useAddMetadata = ({ type, id }: ResourceKey, edited: Metadata | undefined, onAdded: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (content: Content) =>
      client.call(type === 'file' ? 'addFileMetadata' : 'addDatasetMetadata', {
        params: { id },
        body: { content, ...(edited && { replaces: edited.id }) },
      }),
    onSuccess: async () => {
      onAdded();
      await queries.invalidateQueries({ queryKey: keys.metadata({ type, id }) });
      if (type === 'file') await queries.invalidateQueries({ queryKey: keys.file(id) });
    },
  });
};

interface FieldsInputProps {
  readonly fields: readonly Field[];
  readonly onChange: (fields: readonly Field[]) => void;
}

/** Rows of key and value. */
const FieldsInput = ({ fields, onChange }: FieldsInputProps) => {
  const change = (place: number, part: Partial<Field>): void =>
    onChange(fields.map((field, at) => (at === place ? { ...field, ...part } : field)));
  return (
    <div className={styles.fields}>
      {fields.map((field, place) => (
        // A row has no id, so its index is its key.
        <div className={styles.field} key={place}>
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
        className={styles.addField}
        leftSection={<Icon name="plus" />}
        onClick={() => onChange([...fields, { key: '', value: '' }])}
      >
        Add a field
      </Button>
    </div>
  );
};
