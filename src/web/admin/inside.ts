/** Only ways inside the admin: a link must not lead away from it. */
export const inside = (next: string): string => (/^\/admin(?:\/[\w./?=&%-]*)?$/.test(next) ? next : '/admin');
