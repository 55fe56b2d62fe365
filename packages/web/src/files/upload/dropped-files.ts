export interface Dropped {
  readonly files: readonly File[];
  /** Names of folders: their content is not taken. */
  readonly folders: readonly string[];
}

export const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;

/** Has to be asked while the drop is being handled: afterwards a browser empties the transfer. */
export const droppedFiles = (transfer: DataTransfer): Dropped => {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
};
