import { type ChangedFiles, type FileChange, planFileChange } from '../../jobs/operations/change-files.ts';
import type { FileChoice } from '../../model/file-filter.ts';
import { readFileFilter } from '../datasets/find-files.ts';
import type { HandlerRequest, Handlers } from '../handler.ts';
import { answerPlan, type OperationHandlerPorts, requirePerson } from './answer-plan.ts';

export type ChangeFilesRouteName = 'tagDatasetFiles' | 'deleteDatasetFiles' | 'moveDatasetFiles';

/** The three routes differ in what is done to the files. */
type ChangeRequest = Pick<HandlerRequest<'deleteDatasetFiles'>, 'caller' | 'body'>;

export const changeFilesHandlers = (ports: OperationHandlerPorts): Handlers<ChangeFilesRouteName> => {
  const start = async (
    { caller, body }: ChangeRequest,
    change: FileChange,
    choice: ChangedFiles = choiceOf(body),
  ) => {
    const by = requirePerson(caller);
    if ('refused' in by) return by;
    return answerPlan(ports, body.dry_run, await planFileChange(ports, by, change, choice));
  };

  return {
    tagDatasetFiles: (request) => {
      const { add, remove } = request.body;
      return start(request, { kind: 'tag_files', datasetId: datasetIdOf(request), add, remove });
    },
    deleteDatasetFiles: (request) =>
      start(request, { kind: 'delete_files', datasetId: datasetIdOf(request) }),
    moveDatasetFiles: (request) => {
      const { to, moved_by: movedBy } = request.body;
      const change = { kind: 'move_files', datasetId: datasetIdOf(request), to: to.toLowerCase() } as const;
      return start(request, change, movedBy === undefined ? undefined : { movedBy: movedBy.toLowerCase() });
    },
  };
};

/** As it is stored: an operation names it. */
const datasetIdOf = ({ params }: Pick<HandlerRequest<'deleteDatasetFiles'>, 'params'>): string =>
  params.id.toLowerCase();

/** The schema admits one of the two. */
const choiceOf = ({ ids, filter = {} }: ChangeRequest['body']): FileChoice =>
  ids === undefined
    ? { filter: readFileFilter(filter) }
    : { ids: [...new Set(ids.map((id) => id.toLowerCase()))] };
