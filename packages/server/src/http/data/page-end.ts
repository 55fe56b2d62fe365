import { validate as isUuid } from 'uuid';
import { refuse } from '../handler.ts';

export const NO_SUCH_PAGE = refuse(
  'bad_request',
  '`after` takes the id of the last item of the page before.',
);

export const isPageEnd = (after: string | undefined): boolean => after === undefined || isUuid(after);
