/** A text that could not be saved, on this device, until it is. */
export interface KeptText {
  /** The fields, as a form sends them. */
  readonly text: string;
  readonly version: string;
  readonly at: number;
}

const nameOf = (path: string): string => `doorstep text ${path}`;

/** False where the browser keeps nothing, as in a private window, or has no room. */
export function keepText(path: string, kept: KeptText): boolean {
  try {
    localStorage.setItem(nameOf(path), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function readKeptText(path: string): KeptText | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(path)) ?? 'null');
    const isKept =
      typeof kept === 'object' && kept !== null && 'text' in kept && 'version' in kept && 'at' in kept;
    return isKept ? (kept as KeptText) : null;
  } catch {
    return null;
  }
}

export function forgetText(path: string): void {
  try {
    localStorage.removeItem(nameOf(path));
  } catch {
    // Where nothing is kept, nothing is to forget.
  }
}
