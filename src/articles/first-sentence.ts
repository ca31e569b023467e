const abbreviation =
  /(?:^|[\s(“"‘'])(?:mr|mrs|ms|dr|st|no|prof|rev|hon|sgt|lt|col|gen|jr|sr|vs|etc|approx|a\.m|p\.m|[a-z]|(?:[a-z]\.)+[a-z])$/i;
const openings = /^[“”"‘’'«»\s]+/;
const closings = /[“”"‘’'«»\s]+$/;

/** Where the first sentence ends: a full stop that closes neither an abbreviation nor a number. */
function sentenceEnd(text: string): number {
  const stops = /[.!?…]+[”"’')\]]*(?=\s|$)/g;
  for (let match = stops.exec(text); match; match = stops.exec(text)) {
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    if (match[0].startsWith('.') && abbreviation.test(before)) continue;
    return match.index;
  }
  return text.length;
}

/**
 * The first sentence of a text as a title: without its quotes and full stop, cut between words.
 * @param longest in characters; a cut title ends with an ellipsis
 */
export function firstSentence(text: string, longest: number): string {
  // A title looks at the beginning only, so a paragraph of a million characters costs nothing.
  const head = text.slice(0, 2000);
  const sentence = head.slice(0, sentenceEnd(head)).replace(openings, '').replace(closings, '');
  const title = sentence === '' ? head.trim() : sentence;
  if (title.length <= longest) return title;
  const cut = title.slice(0, longest);
  const space = cut.lastIndexOf(' ');
  return `${(space > longest / 2 ? cut.slice(0, space) : cut.slice(0, longest - 1)).replace(/[,;:–—-]+$/, '')}…`;
}
