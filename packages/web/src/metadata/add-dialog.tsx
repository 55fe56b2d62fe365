import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';
import { FieldsInput } from './fields-input.tsx';
import { type Content, type Field, readFields, readJson } from './new-metadata.ts';

interface AddDialogProps {
  readonly resource: ResourceKey;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const useAddMetadata = ({ type, id }: ResourceKey, onAdded: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (content: Content) =>
      client.call(type === 'file' ? 'addFileMetadata' : 'addDatasetMetadata', {
        params: { id },
        body: { content },
      }),
    onSuccess: async () => {
      onAdded();
      await queries.invalidateQueries({ queryKey: keys.metadata({ type, id }) });
      if (type === 'file') await queries.invalidateQueries({ queryKey: keys.file(id) });
    },
  });
};

const WAYS = ['fields', 'json'] as const;
type Way = (typeof WAYS)[number];
const WORDS: Readonly<Record<Way, string>> = { fields: 'Fields', json: 'JSON' };

const WaySwitch = ({ way, onChange }: { readonly way: Way; readonly onChange: (way: Way) => void }) => (
  <fieldset className="seg" aria-label="Write as">
    {WAYS.map((each) => (
      <button key={each} type="button" aria-pressed={each === way} onClick={() => onChange(each)}>
        {WORDS[each]}
      </button>
    ))}
  </fieldset>
);

const AddForm = ({ resource, onClose }: Omit<AddDialogProps, 'opened'>) => {
  const addition = useAddMetadata(resource, onClose);
  const [way, setWay] = useState<Way>('fields');
  const [fields, setFields] = useState<readonly Field[]>([{ key: '', value: '' }]);
  const [json, setJson] = useState('');
  const [mistake, setMistake] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const draft = way === 'fields' ? readFields(fields) : readJson(json);
    setMistake('mistake' in draft ? draft.mistake : undefined);
    if ('content' in draft && !addition.isPending) addition.mutate(draft.content);
  };
  const trouble = mistake ?? (addition.isError ? `It was not added. ${explain(addition.error)}` : undefined);
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <WaySwitch way={way} onChange={setWay} />
      {way === 'fields' ? (
        <FieldsInput fields={fields} onChange={setFields} />
      ) : (
        <Textarea
          aria-label="JSON"
          placeholder='{"site": "North ridge", "depth": 12.5}'
          autosize
          minRows={6}
          maxRows={18}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
          value={json}
          onChange={(event) => setJson(event.currentTarget.value)}
        />
      )}
      {trouble ? (
        <p className="msg-block err" role="alert">
          {trouble}
        </p>
      ) : null}
      <div className="dialog-acts">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={addition.isPending}>
          {addition.isPending ? 'Adding…' : 'Add'}
        </Button>
      </div>
    </form>
  );
};

export const AddDialog = ({ resource, opened, onClose }: AddDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Add metadata" size={560}>
    <AddForm resource={resource} onClose={onClose} />
  </Modal>
);
