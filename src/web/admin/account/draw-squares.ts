export type Squares = { readonly path: string; readonly size: number };

/** A text as a QR code: its dark squares as one SVG path, a unit each, with the quiet margin the standard asks for. */
export async function drawSquares(text: string): Promise<Squares> {
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { path, size };
}
