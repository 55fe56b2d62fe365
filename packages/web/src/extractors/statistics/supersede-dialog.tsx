import { Button, Modal, TextInput } from '@mantine/core';
import type { ExtractorVersion } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { ErrorMessage } from '../../design/error-message.tsx';
import layout from '../../design/layout.module.css';

interface SupersedeDialogProps {
  /** Of the extractor. */
  readonly name: string;
  readonly version: ExtractorVersion;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Marks what a version made as superseded, with a reason; or takes the mark back. */
export const SupersedeDialog = ({ name, version, opened, onClose }: SupersedeDialogProps) => {
  const what = `what ${name} ${version.version} made`;
  const title = version.superseded ? `Let ${what} count again?` : `Mark ${what} as superseded?`;
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      {version.superseded ? (
        <RestoreForm name={name} version={version} onClose={onClose} />
      ) : (
        <SupersedeForm name={name} version={version} onClose={onClose} />
      )}
    </Modal>
  );
};

type FormProps = Omit<SupersedeDialogProps, 'opened'>;

const useSupersede = ({ name, version, onClose }: FormProps, superseded: boolean) => {
  const queries = useQueryClient();
  const mark = useMutation({
    mutationFn: (reason: string) =>
      callRoute('setVersionSuperseded', {
        params: { name, version: version.version },
        body: { superseded, reason },
      }),
    onSuccess: () => {
      onClose();
      // Metadata, previews and outputs are shown on many pages.
      void queries.invalidateQueries();
    },
  });
  const submit = (event: FormEvent, reason: string): void => {
    event.preventDefault();
    if (!mark.isPending) mark.mutate(reason);
  };
  return { mark, submit };
};

const SupersedeForm = (props: FormProps) => {
  const [reason, setReason] = useState('');
  const { mark, submit } = useSupersede(props, true);
  return (
    <form className={layout.stack} onSubmit={(event) => submit(event, reason)}>
      <p>
        Nothing is removed. Metadata, previews and other outputs of this version are marked wherever they are
        shown. Its metadata is left out of searches and of tables of datasets: what other versions wrote
        before counts again. You can take the mark back.
      </p>
      <TextInput
        label="Reason"
        description="Optional. Everybody who sees the extractor reads it."
        data-autofocus
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {mark.error ? <ErrorMessage>Nothing was marked. {explain(mark.error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={mark.isPending}>
          {mark.isPending ? 'Marking…' : 'Mark as superseded'}
        </Button>
      </DialogActions>
    </form>
  );
};

const RestoreForm = (props: FormProps) => {
  const { mark, submit } = useSupersede(props, false);
  return (
    <form className={layout.stack} onSubmit={(event) => submit(event, '')}>
      <p>It is no longer marked, and its metadata counts in searches and tables of datasets as before.</p>
      {mark.error ? <ErrorMessage>The mark was not taken back. {explain(mark.error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" variant="filled" data-autofocus aria-disabled={mark.isPending}>
          {mark.isPending ? 'Taking the mark back…' : 'Take the mark back'}
        </Button>
      </DialogActions>
    </form>
  );
};
