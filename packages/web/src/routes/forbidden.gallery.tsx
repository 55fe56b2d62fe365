import { example } from '../gallery/example.tsx';
import { PENDING } from '../gallery/fake-api.ts';
import { aPerson } from '../spaces/builders.ts';
import { Forbidden } from './forbidden.tsx';

export const WithAdministrators = example(<Forbidden />, {
  listUsers: [aPerson('u1', 'Ana Ruiz'), aPerson('u2', 'Ben Okafor')],
});

export const Loading = example(<Forbidden />, { listUsers: PENDING });
