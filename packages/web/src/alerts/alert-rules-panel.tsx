import { Button, VisuallyHidden } from '@mantine/core';
import type { AlertRule } from '@pawprint/protocol';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { Badge } from '../design/badge.tsx';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import styles from './alert-rules-panel.module.css';
import { describeCondition, describeValue, formatChosen, SUGGESTED } from './alert-texts.ts';
import { useAlertChange } from './use-alert-change.ts';

const AlertRuleDialog = onDemand(async () => (await import('./alert-rule-dialog.tsx')).AlertRuleDialog);

const RemoveAlertDialog = onDemand(async () => (await import('./remove-alert-dialog.tsx')).RemoveAlertDialog);

const REFRESH_MS = 10_000;

const alertRulesQuery = queryOptions({
  queryKey: keys.alertRules,
  queryFn: ({ signal }) => callRoute('listAlertRules', { signal }),
  refetchInterval: REFRESH_MS,
});

/** The tab Alerts of Admin: the rules, with what is now, and suggestions. */
export const AlertRulesPanel = () => {
  const { data, isPending, error, refetch } = useQuery(alertRulesQuery);
  const [edited, setEdited] = useState<AlertRule | 'new'>();
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setEdited('new')}>
      New alert
    </Button>
  );
  return (
    <div className={layout.stack} style={{ marginTop: 16 }}>
      <Panel aria-labelledby="alerts-head">
        <PanelHead style={{ justifyContent: 'space-between' }}>
          <h2 id="alerts-head">Alerts</h2>
          {data?.items.length ? add : null}
        </PanelHead>
        {isPending ? <LoadingRows what="alerts" rows={2} /> : null}
        {error ? (
          <ErrorPanel what="The alerts could not be loaded." error={error} onRetry={() => void refetch()} />
        ) : null}
        {data?.items.length === 0 ? (
          <EmptyState icon="bell" title="No alerts" action={add}>
            An alert tells you at the bell, and by mail or webhook, when jobs wait, fail or find no instance,
            and when that is over.
          </EmptyState>
        ) : null}
        {data?.items.length ? <RuleTable rules={data.items} onEdit={setEdited} /> : null}
      </Panel>
      {data ? <Suggestions rules={data.items} /> : null}
      <AlertRuleDialog
        key={typeof edited === 'object' ? edited.id : 'new'}
        rule={typeof edited === 'object' ? edited : undefined}
        offersMail={data?.offers_mail ?? false}
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
      />
    </div>
  );
};

interface RuleTableProps {
  readonly rules: readonly AlertRule[];
  readonly onEdit: (rule: AlertRule) => void;
}

const RuleTable = ({ rules, onEdit }: RuleTableProps) => {
  const [removing, setRemoving] = useState<AlertRule>();
  return (
    <>
      <DataTable stacked>
        <thead>
          <tr>
            <HeadCell>When</HeadCell>
            <HeadCell>For</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Tells</HeadCell>
            <HeadCell>
              <VisuallyHidden>Action</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              onEdit={() => onEdit(rule)}
              onRemove={() => setRemoving(rule)}
            />
          ))}
        </tbody>
      </DataTable>
      {removing ? <RemoveAlertDialog rule={removing} opened onClose={() => setRemoving(undefined)} /> : null}
    </>
  );
};

interface RuleRowProps {
  readonly rule: AlertRule;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

const RuleRow = ({ rule, onEdit, onRemove }: RuleRowProps) => {
  const what = describeCondition(rule.condition);
  return (
    <tr id={`rule-${rule.id}`}>
      <Cell wholeLine style={{ overflowWrap: 'anywhere' }}>
        {what}
      </Cell>
      <Cell head="For">{formatChosen(rule.hold_s)}</Cell>
      <Cell wholeLine>
        <RuleState rule={rule} />
      </Cell>
      <Cell head="Tells">
        <Told rule={rule} />
      </Cell>
      <Cell toEnd>
        <span className={layout.row}>
          <Button size="xs" onClick={onEdit} aria-label={`Edit: ${what}`}>
            Edit
          </Button>
          <Button size="xs" onClick={onRemove} aria-label={`Remove: ${what}`}>
            Remove
          </Button>
        </span>
      </Cell>
    </tr>
  );
};

const RuleState = ({ rule }: { readonly rule: AlertRule }) => {
  const since = rule.state?.alerting_since ?? null;
  return (
    <div className={layout.row} style={{ flexWrap: 'wrap', rowGap: 2, overflowWrap: 'anywhere' }}>
      {rule.state === null ? null : (
        <Badge
          content={
            since === null
              ? { label: 'Fine', icon: 'done', tone: 'done' }
              : { label: 'Alerting', icon: 'stalled', tone: 'failed' }
          }
        />
      )}
      {since === null ? null : (
        <span>
          since <Time at={since} inSentence />
        </span>
      )}
      <small className={text.dimmed}>{describeValue(rule)}</small>
      <Extractors names={rule.state?.extractors ?? []} />
    </div>
  );
};

/** More are on the page of the extractors. */
const MOST_NAMED = 3;

const Extractors = ({ names }: { readonly names: readonly string[] }) => (
  <>
    {names.slice(0, MOST_NAMED).map((name) => (
      <Link key={name} to="/extractors/$name" params={{ name }}>
        {name}
      </Link>
    ))}
    {names.length > MOST_NAMED ? <small>and {names.length - MOST_NAMED} more</small> : null}
  </>
);

const Told = ({ rule: { told, mail, webhook_id } }: { readonly rule: AlertRule }) => {
  if (told === null) return 'nobody: who made it is no administrator any more';
  const ways = ['the bell', ...(mail ? ['mail'] : []), ...(webhook_id === null ? [] : ['a webhook'])];
  return `${told.name}, by ${ways.join(', ')}`;
};

/** Of kinds that no rule has. One click adds one, for five minutes and by the bell. */
const Suggestions = ({ rules }: { readonly rules: readonly AlertRule[] }) => {
  const addition = useAlertChange((condition: AlertRule['condition']) =>
    callRoute('createAlertRule', { body: { condition } }),
  );
  const missing = SUGGESTED.filter(({ kind }) => !rules.some(({ condition }) => condition.kind === kind));
  if (missing.length === 0) return null;
  return (
    <Panel aria-labelledby="suggested-head">
      <PanelHead>
        <h2 id="suggested-head">Suggested</h2>
      </PanelHead>
      {addition.isError ? <ErrorMessage>It was not added. {explain(addition.error)}</ErrorMessage> : null}
      <ul className={clsx(layout.stack, styles.suggested)}>
        {missing.map((condition) => (
          <li key={condition.kind} className={layout.row}>
            <span className={layout.fill}>{describeCondition(condition)}, for 5 min</span>
            <Button
              size="xs"
              onClick={() => addition.isPending || addition.mutate(condition)}
              aria-disabled={addition.isPending}
              aria-label={`Add: ${describeCondition(condition)}`}
            >
              Add
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
