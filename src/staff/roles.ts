export const roles = ['owner', 'editor', 'reporter', 'analyst'] as const;
export type Role = (typeof roles)[number];

export const isRole = (text: string): text is Role => roles.some((role) => role === text);

/** `an editor`, `a reporter`: in the middle of a sentence. */
export const rolePhrase = (role: Role): string => `${role === 'reporter' ? 'a' : 'an'} ${role}`;

/** What somebody may do, from looking to deciding. */
export type Act = 'read' | 'write stories' | 'compose' | 'send' | 'manage readers' | 'settings';

const allowed: Readonly<Record<Role, ReadonlySet<Act>>> = {
  owner: new Set<Act>(['read', 'write stories', 'compose', 'send', 'manage readers', 'settings']),
  editor: new Set<Act>(['read', 'write stories', 'compose', 'send', 'manage readers']),
  reporter: new Set<Act>(['read', 'write stories', 'compose']),
  analyst: new Set<Act>(['read']),
};

/** The one place that says which role may do what. */
export const mayRole = (role: Role, act: Act): boolean => allowed[role].has(act);
