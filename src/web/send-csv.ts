import type { Response } from 'express';

/** Sends a file for a spreadsheet, which nobody in between may keep. */
export function sendCsv(response: Response, name: string, text: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Disposition', `attachment; filename="${name}.csv"`);
  response.type('text/csv').send(text);
}
