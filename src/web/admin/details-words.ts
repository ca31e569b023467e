const longest = 300;

function valueWords(value: unknown): string {
  if (value === null || value === '') return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueWords).join(', ');
  if (typeof value === 'object') return detailsWords(value as Record<string, unknown>) ?? 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `{ freeStories: 3 }` as `free stories: 3`; null when there is nothing to say. */
export function detailsWords(details: Readonly<Record<string, unknown>> | undefined): string | null {
  const parts = Object.entries(details ?? {}).map(([name, value]) => {
    const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return `${words}: ${valueWords(value)}`;
  });
  const text = parts.join('; ');
  if (text === '') return null;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
