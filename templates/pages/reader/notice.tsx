import type { ComponentChildren } from 'preact';

export interface NoticeProps {
  /** `good` says what is true now, `warn` what to look at. */
  readonly kind: 'good' | 'warn';
  readonly children: ComponentChildren;
}

/** One sentence about what just happened; an `output` is read out by itself when it appears. */
export const Notice = ({ kind, children }: NoticeProps) => (
  <output class={`notice notice--${kind}`}>
    <span>{children}</span>
  </output>
);
