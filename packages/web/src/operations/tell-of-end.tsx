import { Button, type ButtonProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import { useWatchChange } from '../notifications/use-watch-change.ts';
import { watchesQuery } from '../notifications/watched.ts';

interface TellOfEndProps extends Pick<ButtonProps, 'size'> {
  /** Of an operation that runs. */
  readonly id: string;
}

/** Asks to be told at the bell that an operation has ended, or takes that back. */
export const TellOfEnd = ({ id, size }: TellOfEndProps) => {
  const { data } = useQuery(watchesQuery);
  const watch = data?.items.find(({ subject }) => subject.type === 'operation' && subject.id === id);
  const change = useWatchChange(
    (): Promise<unknown> =>
      watch
        ? callRoute('deleteWatch', { params: { id: watch.id } })
        : callRoute('createWatch', { body: { operation_id: id, outcomes: ['done'] } }),
    () => undefined,
  );
  return (
    <>
      <Button
        {...(size ? { size } : {})}
        leftSection={<Icon name="bell" />}
        aria-disabled={change.isPending}
        onClick={() => change.isPending || change.mutate()}
      >
        {watch ? 'Tell me no more' : 'Tell me when it has ended'}
      </Button>
      {change.isError ? <ErrorMessage>{explain(change.error)}</ErrorMessage> : null}
    </>
  );
};
