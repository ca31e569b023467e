import type { Request } from 'express';
import { textOf } from '../../form-body.ts';

/** Where an edition lives in the admin; everything about it hangs below. */
export const editionPath = (publicId: string): string => `/admin/editions/${publicId}`;

/** How the audit trail names an edition. */
export const editionObject = (publicId: string): string => `edition ${publicId}`;

/** The edition a request is about. */
export const idOf = (request: Pick<Request, 'params'>): string => textOf(request.params, 'id');
