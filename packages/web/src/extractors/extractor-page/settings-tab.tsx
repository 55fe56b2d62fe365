import { useDisclosure } from '@mantine/hooks';
import type { Extractor, Space } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { ErrorMessage } from '../../design/error-message.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { MoreFoot } from '../../design/paged-foot.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { Switch } from '../../design/switch.tsx';
import { Time } from '../../design/time.tsx';
import { ActionError } from '../../jobs/actions/action-error.tsx';
import { useHasRight } from '../../session/session.ts';
import { SpaceChoice, spaceExtractorsQuery, useSpaceChoice } from '../../spaces/space-choice.tsx';
import { spacesQuery, useCanManage } from '../../spaces/space-queries.ts';
import { AnnouncementPanel } from './announcement-panel.tsx';
import { useChangeExtractor } from './change-extractor.ts';
import { PauseButton } from './extractor-actions.tsx';
import { ExtractorAudience } from './extractor-audience.tsx';
import styles from './settings-tab.module.css';

const ConfirmDialog = onDemand(async () => (await import('../../design/confirm-dialog.tsx')).ConfirmDialog);

/** Where the extractor works, who uses it, and what it says of itself. */
export const SettingsTab = ({ extractor }: { readonly extractor: Extractor }) => (
  <div className={styles.halves}>
    <div className={styles.panels}>
      <EnabledPanel extractor={extractor} />
      <DispatchPanel extractor={extractor} />
      <UsersPanel extractor={extractor} />
    </div>
    <AnnouncementPanel extractor={extractor} />
  </div>
);

const EnabledPanel = ({ extractor }: { readonly extractor: Extractor }) => (
  <Panel aria-labelledby="enabled-head">
    <PanelHead>
      <h2 id="enabled-head">Where it is enabled</h2>
    </PanelHead>
    <Row name="This server" explanation={<SwitchedBy extractor={extractor} />}>
      <EnabledSwitch extractor={extractor} />
    </Row>
    <Spaces extractor={extractor} />
  </Panel>
);

interface RowProps {
  readonly name: ReactNode;
  readonly explanation?: ReactNode;
  readonly children: ReactNode;
}

const Row = ({ name, explanation, children }: RowProps) => (
  <div className={styles.row}>
    <span className={styles.name}>{name}</span>
    <span className={styles.explanation}>{explanation}</span>
    {children}
  </div>
);

/** "switched off by Ada, 3 Oct" */
const SwitchedBy = ({ extractor }: { readonly extractor: Extractor }) => {
  const { enabled, waits_for_approval: waits, switched } = extractor;
  if (waits) return 'waits for an operator to approve it';
  if (switched === null) return enabled ? 'gets new jobs' : 'waiting jobs stay in the queue';
  return (
    <span>
      switched {enabled ? 'on' : 'off'} by {switched.by ?? 'an operator'},{' '}
      <Time at={switched.at} inSentence />
    </span>
  );
};

/** Asks for confirmation before it disables an extractor that has jobs waiting. */
const EnabledSwitch = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name, enabled, waiting } = extractor;
  const isOperator = useHasRight('operate');
  const change = useChangeExtractor(name, (next: boolean) =>
    callRoute('setExtractorEnabled', { params: { name }, body: { enabled: next } }),
  );
  const [confirming, confirmation] = useDisclosure(false);
  const disable = (): void => {
    confirmation.close();
    change.mutate(false);
  };
  return (
    <span className={styles.switch}>
      <ActionError what="It was not switched." error={change.error} onClose={change.reset}>
        <Switch
          on={enabled}
          label={`${name} is enabled`}
          forbidden={isOperator ? undefined : 'Only operators and administrators can switch an extractor.'}
          busy={change.isPending}
          onSwitch={enabled && waiting > 0 ? confirmation.open : () => change.mutate(!enabled)}
        />
      </ActionError>
      <ConfirmDialog
        opened={confirming}
        title={`Switch ${name} off?`}
        act="Switch it off"
        harmless
        acting={false}
        error={null}
        onAct={disable}
        onClose={confirmation.close}
      >
        {switchOffWarning(waiting)}
      </ConfirmDialog>
    </span>
  );
};

/** What happens to the waiting jobs of an extractor that is switched off. */
export const switchOffWarning = (waiting: number): string =>
  `${waiting === 1 ? '1 job waits' : `${waiting} jobs wait`} for it and will go on waiting until it is switched on ` +
  'again: none is lost. Jobs that are running, or were published to RabbitMQ already, go on. ' +
  'No new job is submitted for it meanwhile.';

/** So many spaces at first, and with each "Show more": each is a request. */
const FEW_SPACES = 10;

/** What each space that this person sees has chosen. Nothing where there is no space. */
const Spaces = ({ extractor }: { readonly extractor: Extractor }) => {
  const { data: spaces = [] } = useQuery(spacesQuery);
  const [limit, setLimit] = useState(FEW_SPACES);
  return (
    <>
      {spaces.slice(0, limit).map((space) => (
        <SpaceRow key={space.id} space={space} name={extractor.name} />
      ))}
      <MoreFoot
        shown={limit}
        total={spaces.length}
        noun="space"
        onMore={() => setLimit(limit + FEW_SPACES)}
      />
    </>
  );
};

/** A private extractor is in the lists of those spaces only that it is shared with. */
const SpaceRow = ({ space, name }: { readonly space: Space; readonly name: string }) => {
  const canManage = useCanManage(space);
  const { data, error } = useQuery(spaceExtractorsQuery(space.id));
  const change = useSpaceChoice(space.id);
  const extractor = data?.find((each) => each.name === name);
  if (data && !extractor) return null;
  return (
    <Row
      name={
        <>
          Space{' '}
          <Link to="/spaces/$id" params={{ id: space.id }}>
            {space.name}
          </Link>
        </>
      }
      explanation={
        change.isError || error ? <ErrorMessage>{explain(change.error ?? error)}</ErrorMessage> : null
      }
    >
      {extractor ? (
        <SpaceChoice
          label={`${name} in ${space.name}`}
          extractor={extractor}
          onChoose={canManage ? (choice) => change.mutate({ extractor, choice }) : undefined}
        />
      ) : null}
    </Row>
  );
};

const DispatchPanel = ({ extractor }: { readonly extractor: Extractor }) => {
  const isOperator = useHasRight('operate');
  return (
    <Panel aria-labelledby="dispatch-head">
      <PanelHead>
        <h2 id="dispatch-head">Dispatch</h2>
      </PanelHead>
      <Row
        name={extractor.dispatch_paused ? 'Paused' : 'Jobs are dispatched'}
        explanation={<PausedBy extractor={extractor} />}
      >
        {isOperator ? <PauseButton extractor={extractor} /> : null}
      </Row>
    </Panel>
  );
};

/** "by Ada, 12:54: new disks" */
const PausedBy = ({ extractor: { dispatch_paused: paused } }: { readonly extractor: Extractor }) =>
  paused === null ? null : (
    <span>
      by {paused.by ?? 'an operator'}, <Time at={paused.at} inSentence />
      {paused.reason === null ? null : `: ${paused.reason}`}
    </span>
  );

const UsersPanel = ({ extractor }: { readonly extractor: Extractor }) => (
  <Panel aria-labelledby="users-head">
    <PanelHead>
      <h2 id="users-head">Who uses it</h2>
    </PanelHead>
    <PanelNote>
      {extractor.is_private ? (
        <ExtractorAudience name={extractor.name} />
      ) : (
        'Public: everybody who is signed in to this server.'
      )}
    </PanelNote>
  </Panel>
);
