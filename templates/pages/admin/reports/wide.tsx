import type { ComponentChildren } from 'preact';

/** A frame in which a wide table scrolls sideways, so that the page does not. */
export const Wide = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard has to reach it
  <section class="wide" tabindex={0} aria-label={label}>
    {children}
  </section>
);
