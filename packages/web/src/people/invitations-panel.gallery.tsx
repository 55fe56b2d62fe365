import { example } from '../gallery/example.tsx';
import { anInvitation } from './builders.ts';
import { InvitationsPanel } from './invitations-panel.tsx';

export const Listed = example(<InvitationsPanel />, {
  listInvitations: {
    invitations: [
      anInvitation('dinh@example.org', {
        name: 'Dinh Tran',
        spaces: [{ id: 's1', name: 'Soil lab', role: 'editor' }],
      }),
      anInvitation('eva@example.org', { mailed_at: null, state: 'expired', role: 'operator' }),
      anInvitation('fay@example.org', { state: 'accepted' }),
      anInvitation('gil@example.org', { state: 'revoked', invited_by: null }),
    ],
  },
});
