import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ErrorQueue } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '../../api/explain.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useKeptFocus } from '../../design/use-kept-focus.ts';
import type { Plan } from './confirm-acts.tsx';
import { errorQueueQuery } from './error-queue-query.ts';
import { ErrorQueueTable } from './error-queue-table.tsx';
import { depthWords, whyNoQueue } from './error-queue-words.ts';
import { useErrorQueueActs } from './use-error-queue-acts.ts';
import './error-queue.css';

const ConfirmActs = onDemand(async () => (await import('./confirm-acts.tsx')).ConfirmActs);

const usePlan = () => {
  const [plan, setPlan] = useState<Plan>({ act: 'replay all' });
  const [opened, dialog] = useDisclosure(false);
  const ask = (next: Plan): void => {
    setPlan(next);
    dialog.open();
  };
  return { plan, opened, ask, close: dialog.close };
};

const Queue = ({ name, queue }: { readonly name: string; readonly queue: ErrorQueue }) => {
  const acts = useErrorQueueActs(name);
  const { plan, opened, ask, close } = usePlan();
  const { depth, messages } = queue;
  return (
    <>
      <output className={acts.said ? 'panel-note error-queue-said' : 'sr'}>{acts.said}</output>
      {acts.replay.error && !opened ? (
        <p className="panel-note msg-block err" role="alert">
          It was not sent again. {explain(acts.replay.error)}
        </p>
      ) : null}
      {depth === 0 ? (
        <p className="panel-note">
          Nothing in it. What this extractor gives up after its last retry comes here and waits to be sent
          again or discarded.
        </p>
      ) : (
        <>
          <ErrorQueueTable
            messages={messages}
            acting={acts.acting}
            onReplay={({ fingerprint, replays }) =>
              acts.acting || acts.replay.mutate({ fingerprints: [fingerprint], again: replays > 0 })
            }
            onDiscard={(message) => ask({ act: 'discard', message })}
          />
          <div className="more">
            <span className="grow">{depthWords(queue)}</span>
            <Button size="xs" onClick={() => ask({ act: 'replay all' })}>
              Replay all
            </Button>
            <Button size="xs" variant="subtle" onClick={() => ask({ act: 'discard all' })}>
              Discard all
            </Button>
          </div>
        </>
      )}
      <ConfirmActs plan={plan} depth={depth} acts={acts} opened={opened} onClose={close} />
    </>
  );
};

/** For administrators: what the extractor failed on, and what to do with it. */
export const ErrorQueuePanel = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(errorQueueQuery(name));
  const why = error ? whyNoQueue(error) : undefined;
  const loaded = why ? undefined : data;
  const panel = useKeptFocus(loaded?.messages.length ?? 0);
  return (
    <section className="panel" aria-labelledby="error-queue-head" ref={panel} tabIndex={-1}>
      <div className="ph">
        <h2 id="error-queue-head">Error queue</h2>
        {loaded ? <span className="mono dim trunc">{loaded.queue}</span> : null}
        {loaded && loaded.depth > 0 ? <span className="count bad">{loaded.depth}</span> : null}
      </div>
      {why ? <p className="panel-note">{why}</p> : null}
      {!loaded && error && !why ? (
        <ErrorPanel
          what="The error queue could not be looked into."
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {!data && !error ? <Skeleton what="the error queue" rows={1} /> : null}
      {loaded ? <Queue name={name} queue={loaded} /> : null}
    </section>
  );
};
