/** JSON with line breaks and indentation; any other text unchanged. */
export const withLines = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};
