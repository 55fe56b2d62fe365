import { NativeSelect, VisuallyHidden } from '@mantine/core';
import type { Account, AccountRole } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { Cell, DataTable, HeadCell, Lines } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PagedFoot } from '../design/paged-foot.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { useMe } from '../session/session.ts';
import type { AccountAct } from './account-dialog.tsx';
import { accountRoleOptions, readAccountRole } from './account-roles.ts';
import styles from './people-panel.module.css';
import { accountsQuery, useAdministration } from './people-queries.ts';

const AccountDialog = onDemand(async () => (await import('./account-dialog.tsx')).AccountDialog);

interface ChosenAct {
  readonly account: Account;
  readonly act: AccountAct;
}

/** Everybody who has an account, by name. */
export const PeoplePanel = ({ q }: { readonly q: string }) => {
  const list = useInfiniteQuery(accountsQuery(q));
  const accounts = list.data?.pages.flat() ?? [];
  return (
    <Panel aria-label="Accounts">
      {list.isPending ? <LoadingRows what="accounts" height={48} /> : null}
      {list.isError && !list.data ? (
        <ErrorPanel
          what="The accounts could not be loaded."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && accounts.length === 0 ? (
        <EmptyState icon="person" title="Nobody found">
          No account has “{q}” in its name or e-mail.
        </EmptyState>
      ) : null}
      {accounts.length > 0 ? (
        <>
          <AccountTable accounts={accounts} />
          <PagedFoot count={accounts.length} noun="account" order="first" list={list} />
        </>
      ) : null}
    </Panel>
  );
};

const AccountTable = ({ accounts }: { readonly accounts: readonly Account[] }) => {
  const [chosen, setChosen] = useState<ChosenAct | null>(null);
  const [isOpened, setOpened] = useState(false);
  const setRole = useAdministration(
    ({ account, role }: { readonly account: Account; readonly role: AccountRole }) =>
      client.call('setAccountRole', { params: { id: account.id }, body: { role } }),
  );
  const choose = (account: Account, act: AccountAct): void => {
    setChosen({ account, act });
    setOpened(true);
  };
  return (
    <>
      {setRole.isError ? (
        <ErrorMessage className={styles.error}>
          The role of {setRole.variables.account.name} was not changed. {explain(setRole.error)}
        </ErrorMessage>
      ) : null}
      <DataTable stacked twoLines aria-label="Accounts">
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell>Since</HeadCell>
            <HeadCell numeric>Sessions</HeadCell>
            <HeadCell>
              <VisuallyHidden>Actions</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow
              key={account.id}
              account={account}
              onRole={(role) => setRole.mutate({ account, role })}
              onAct={(act) => choose(account, act)}
            />
          ))}
        </tbody>
      </DataTable>
      {chosen ? (
        <AccountDialog
          key={`${chosen.act} ${chosen.account.id}`}
          {...chosen}
          opened={isOpened}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </>
  );
};

interface AccountRowProps {
  readonly account: Account;
  readonly onRole: (role: AccountRole) => void;
  readonly onAct: (act: AccountAct) => void;
}

const AccountRow = ({ account, onRole, onAct }: AccountRowProps) => {
  const isMe = useMe()?.id === account.id;
  return (
    <tr data-row tabIndex={-1}>
      <Cell wholeLine>
        <Lines>
          <span className={text.truncated}>
            <span className={text.bold}>{account.name}</span>
            {isMe ? ' (you)' : ''}
          </span>
          <small className={text.truncated} title={account.email}>
            {account.email}
          </small>
          {account.ban ? <small className={styles.ban}>{describeBan(account.ban)}</small> : null}
        </Lines>
      </Cell>
      <Cell>
        <NativeSelect
          size="xs"
          className={styles.role}
          aria-label={`Role of ${account.name}`}
          data={accountRoleOptions}
          value={account.role}
          onChange={(event) => onRole(readAccountRole(event.currentTarget.value))}
        />
      </Cell>
      <Cell head="Since">
        <Time at={account.created_at} />
      </Cell>
      <Cell head="Sessions" numeric>
        {account.sessions}
      </Cell>
      <Cell toEnd>
        <AccountMenu account={account} isMe={isMe} onAct={onAct} />
      </Cell>
    </tr>
  );
};

const describeBan = ({ reason, until }: NonNullable<Account['ban']>): string =>
  [`Banned${until === null ? '' : ` until ${until.slice(0, 10)}`}`, reason].filter(Boolean).join(': ');

interface AccountMenuProps extends Pick<AccountRowProps, 'account' | 'onAct'> {
  readonly isMe: boolean;
}

/** Nobody bans or deletes themselves. */
const AccountMenu = ({ account, isMe, onAct }: AccountMenuProps) => (
  <MoreMenu label={`More actions for ${account.name}`}>
    {(Menu) => (
      <>
        <Menu.Item onClick={() => onAct('link')}>Link for a new password…</Menu.Item>
        {account.sessions > 0 ? (
          <Menu.Item onClick={() => onAct('sign-out')}>Sign out everywhere…</Menu.Item>
        ) : null}
        {isMe ? null : (
          <>
            <Menu.Divider />
            {account.ban ? (
              <Menu.Item onClick={() => onAct('unban')}>Lift the ban…</Menu.Item>
            ) : (
              <Menu.Item onClick={() => onAct('ban')}>Ban…</Menu.Item>
            )}
            <Menu.Item onClick={() => onAct('delete')}>Delete…</Menu.Item>
          </>
        )}
      </>
    )}
  </MoreMenu>
);
