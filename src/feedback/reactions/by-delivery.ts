/** Rows in groups of one delivery each. */
export function byDelivery<Row extends { readonly deliveryId: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.deliveryId);
    if (group) group.push(row);
    else groups.set(row.deliveryId, [row]);
  }
  return groups;
}
