/** Where the library's tables of Chinese, Japanese and Korean letters are. Documents name them and do not bring them. */
const ADDRESSES = import.meta.glob<string>(
  '../../../../../../node_modules/pdfjs-dist/cmaps/{*.bcmap,LICENSE}',
  { query: '?url', import: 'default', eager: true, exhaustive: true },
);

export const readCharacterMap = async (filename: string): Promise<Uint8Array<ArrayBuffer>> => {
  const [, address] = Object.entries(ADDRESSES).find(([path]) => path.endsWith(`/${filename}`)) ?? [];
  if (address === undefined) throw new Error(`There is no table of letters called ${filename}.`);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The table of letters ${filename} could not be read.`);
  return new Uint8Array(await response.arrayBuffer());
};
