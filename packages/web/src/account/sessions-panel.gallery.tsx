import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { at } from '../jobs/builders.ts';
import { SessionsPanel } from './sessions-panel.tsx';

const here = {
  token: 't1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ipAddress: '192.0.2.7',
  createdAt: at(60_000),
};

const own = { session: { token: here.token } };

export const Several = example(<SessionsPanel />, {
  'GET /api/auth/list-sessions': [
    here,
    { ...here, token: 't2', userAgent: 'curl/8.14.1', ipAddress: '', createdAt: at(0) },
  ],
  'GET /api/auth/get-session': own,
});

export const OnlyHere = example(<SessionsPanel />, {
  'GET /api/auth/list-sessions': [here],
  'GET /api/auth/get-session': own,
});

export const Loading = example(<SessionsPanel />, {
  'GET /api/auth/list-sessions': PENDING,
  'GET /api/auth/get-session': own,
});

export const Failed = example(<SessionsPanel />, {
  'GET /api/auth/list-sessions': new Refusal(503, 'unavailable', 'The database does not answer.'),
  'GET /api/auth/get-session': own,
});
