/** States of an automatic edition as a person reads them; the kind gives each its sign. */
export const runStates = {
  due: { text: 'Comes', kind: 'draft' },
  held: { text: 'Waits for approval', kind: 'halted' },
  ready: { text: 'Ready', kind: 'busy' },
  late: { text: 'Late: asks first', kind: 'halted' },
  failed: { text: 'Failed', kind: 'halted' },
  released: { text: 'Sent', kind: 'done' },
  skipped: { text: 'Skipped', kind: 'draft' },
} as const;

export type RunStateName = keyof typeof runStates;
