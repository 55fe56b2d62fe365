import type { JobView } from '@pawprint/protocol';
import { example } from '../../gallery/example.tsx';
import { aView, SHOWN } from '../builders.ts';
import { SavedViews } from './saved-views.tsx';

const others = [
  aView({ id: 'v2', name: 'Soil cores', shared: true, owner: { id: 'u2', name: 'Ben Okafor' } }),
  aView({ id: 'v3', name: 'Retried often', shared: true, owner: null }),
];

const showing = (id: string | undefined, views: readonly JobView[], shown = SHOWN) =>
  example(<SavedViews id={id} shown={shown} />, {
    listJobViews: { items: [...views], total: views.length },
    ...(views[0] && { showJobView: views[0] }),
    listSpaces: [],
    listUsers: [],
  });

export const None = showing(undefined, []);

export const Some = showing(undefined, [aView(), ...others]);

export const Open = showing('v1', [aView({ shared: true }), ...others]);

export const OpenAndChanged = showing('v1', [aView(), ...others], { ...SHOWN, query: 'state:lost' });
