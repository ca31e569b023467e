import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { packageRoot } from '../platform/package-root.ts';

/** Where the build puts style sheets and scripts. */
export const assetFolder = path.join(packageRoot, 'dist', 'assets');

const versions = new Map<string, string>();

/**
 * The address of a built asset; it changes with the file, so browsers may keep it for ever. Where nothing has been built,
 * as in a test of the routes, it is the bare address.
 */
export function assetUrl(name: string): string {
  const known = versions.get(name);
  if (known) return known;
  const file = path.join(assetFolder, name);
  if (!existsSync(file)) return `/assets/${name}`;
  const hash = createHash('sha256').update(readFileSync(file)).digest('base64url').slice(0, 10);
  const url = `/assets/${name}?v=${hash}`;
  versions.set(name, url);
  return url;
}

/** Renders a page; personal pages are never kept by browsers or proxies on the way. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
  response
    .status(status)
    .type('html')
    .send(`<!doctype html>${renderToString(page)}`);
}
