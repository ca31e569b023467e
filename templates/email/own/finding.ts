/** What is wrong with a template, or worth a look, and where. `line` counts from 1; the code never changes. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly line: number;
  readonly message: string;
};

export const faultAt = (line: number, code: string, message: string): Finding => ({
  severity: 'error',
  code,
  line,
  message,
});

export const warningAt = (line: number, code: string, message: string): Finding => ({
  severity: 'warning',
  code,
  line,
  message,
});
