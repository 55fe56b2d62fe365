import { Button, VisuallyHidden } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { endOtherSessions, endSession, listSessions, type Session } from './auth-api.ts';
import { browserName } from './browser-name.ts';

const sessionsQuery = queryOptions({ queryKey: keys.sessions, queryFn: listSessions });

/** The browsers in which the person is signed in. */
export const SessionsPanel = () => {
  const query = useQuery(sessionsQuery);
  const endOthers = useEnd(endOtherSessions);
  const sessions = query.data ?? [];
  return (
    <Panel aria-labelledby="sessions-head">
      <PanelHead style={{ justifyContent: 'space-between' }}>
        <h2 id="sessions-head">Signed in</h2>
        {sessions.length > 1 ? (
          <Button onClick={() => endOthers.mutate(undefined)} aria-disabled={endOthers.isPending}>
            Sign out everywhere else
          </Button>
        ) : null}
      </PanelHead>
      {query.isPending ? <LoadingRows what="sessions" rows={1} /> : null}
      {query.isError ? (
        <ErrorMessage>The sessions could not be read. {explain(query.error)}</ErrorMessage>
      ) : null}
      {endOthers.isError ? (
        <ErrorMessage>Nothing was signed out. {explain(endOthers.error)}</ErrorMessage>
      ) : null}
      {sessions.length === 1 ? <PanelNote>You are signed in only here.</PanelNote> : null}
      {sessions.length > 1 ? <SessionTable sessions={sessions} /> : null}
    </Panel>
  );
};

const useEnd = <Input,>(end: (input: Input) => Promise<unknown>) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  });
};

const SessionTable = ({ sessions }: { readonly sessions: readonly Session[] }) => (
  <DataTable stacked>
    <thead>
      <tr>
        <HeadCell>Browser</HeadCell>
        <HeadCell>Address</HeadCell>
        <HeadCell>Since</HeadCell>
        <HeadCell>
          <VisuallyHidden>Action</VisuallyHidden>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {sessions.map((session) => (
        <SessionRow key={session.token} session={session} />
      ))}
    </tbody>
  </DataTable>
);

const SessionRow = ({ session }: { readonly session: Session }) => {
  const end = useEnd(endSession);
  const name = browserName(session.userAgent);
  return (
    <tr>
      <Cell wholeLine>
        <span className={text.bold}>{name}</span>{' '}
        {session.isThisOne ? <span className={text.dimmed}>this browser</span> : null}
      </Cell>
      <Cell head="Address">{session.address || 'unknown'}</Cell>
      <Cell head="Since">
        <Time at={session.startedAt} />
      </Cell>
      <Cell toEnd>
        {session.isThisOne ? null : (
          <Button size="xs" onClick={() => end.mutate(session.token)} aria-disabled={end.isPending}>
            Sign out
          </Button>
        )}
        {end.isError ? <ErrorMessage>{explain(end.error)}</ErrorMessage> : null}
      </Cell>
    </tr>
  );
};
