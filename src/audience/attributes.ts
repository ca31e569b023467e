import { mostTags } from './sql/attributes.ts';

export {
  addTagTo,
  listRecentTags,
  mostTags,
  readAttributes,
  removeTagFrom,
  setFields,
  setTags,
} from './sql/attributes.ts';

/** One tag as it is kept; null for what cannot be one. A comma would part it in two in every list. */
export function parseTag(text: string): string | null {
  const tag = text.trim().replace(/\s+/g, ' ');
  return tag !== '' && tag.length <= 60 && !/[,\p{Cc}]/u.test(tag) ? tag : null;
}

/** Tags with commas between them, each once, in their order; null when one of them cannot be a tag or there are too many. */
export function parseTags(text: string): readonly string[] | null {
  const parts = text.split(/[,\n]/).filter((part) => part.trim() !== '');
  const tags = parts.map(parseTag).filter((tag) => tag !== null);
  const once = [...new Set(tags)];
  return tags.length === parts.length && once.length <= mostTags ? once : null;
}
