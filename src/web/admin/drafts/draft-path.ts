import type { Request } from 'express';
import type { Draft } from '../../../articles/drafts/drafts.ts';
import { textOf } from '../../form-body.ts';

export const newDraftPath = '/admin/stories/new';

/** The address of a draft; everything about it hangs below. */
export const draftPath = ({ publicId }: Pick<Draft, 'publicId'>): string =>
  `/admin/stories/drafts/${publicId}`;

export const draftIdOf = (request: Request): string => textOf(request.params, 'id');
