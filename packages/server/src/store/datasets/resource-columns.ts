export interface ResourceId {
  readonly type: 'file' | 'dataset';
  readonly id: string;
}

/** What is attached to a file or a dataset says so in one of two columns; the other is null. */
export const resourceColumns = ({ type, id }: ResourceId) => ({
  file_id: type === 'file' ? id : null,
  dataset_id: type === 'dataset' ? id : null,
});

export const resourceColumn = ({ type }: ResourceId) => (type === 'file' ? 'file_id' : 'dataset_id');
