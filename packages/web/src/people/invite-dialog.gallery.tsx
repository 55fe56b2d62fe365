import { example } from '../gallery/example.tsx';
import { aSpace } from '../spaces/builders.ts';
import { anInvitation } from './builders.ts';
import { InviteDialog } from './invite-dialog.tsx';

const dialog = <InviteDialog opened onClose={() => undefined} />;

const link = {
  url: 'https://pawprint.example.org/invitation#pawprint_q1w2e3r4t5z6u7i8o9p0a1s2d3f4g5h6j7k8l9y0x1c',
  expires_at: '2027-01-31T00:00:00.000Z',
  invitation: anInvitation('dinh@example.org'),
};

export const WithSpaces = example(dialog, {
  listSpaces: [aSpace('s1'), aSpace('s2', { name: 'Water lab' })],
  invite: { ...link, mail: 'sent' },
});

export const WithoutSpaces = example(dialog, { listSpaces: [], invite: { ...link, mail: 'failed' } });
