/** The page after a sign-up; the ref in its address says which one, for a day. */
export const checkMailPath = (ref: string): string => `/signup/check/${ref}`;
