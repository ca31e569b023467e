/**
 * PostgreSQL keeps no NUL character, so one would be an error of ours. It is replaced, as HTML does, and not left out: an
 * address with it must not become the address without it.
 */
const withoutNul = (text: string): string => text.replaceAll('\0', '\ufffd');

/** The first text of a field; a field that came as anything else counts as empty. */
export function textOf(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? withoutNul(first) : '';
}

/** All texts of a repeatable field. */
export function textsOf(body: unknown, name: string): readonly string[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all
    .filter((each) => typeof each === 'string')
    .map(withoutNul)
    .filter((each) => each !== '');
}
