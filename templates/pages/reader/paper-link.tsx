import type { ComponentChildren } from 'preact';
import { inTongue, useTongue } from './tongue.tsx';

export interface PaperLinkProps {
  readonly href: string;
  readonly class?: string | undefined;
  readonly target?: string | undefined;
  readonly children: ComponentChildren;
}

/** A link to another page of the paper, which goes on in the language of this one. */
export const PaperLink = ({ href, class: className, target, children }: PaperLinkProps) => (
  <a href={inTongue(href, useTongue())} class={className} target={target}>
    {children}
  </a>
);
