/** Has the browser save what is here already as a file. */
export const saveFile = (content: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Some browsers save nothing if the address is revoked at once.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
