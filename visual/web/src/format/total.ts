/** A count of the service, and `≥` before one that a cut search only gives at least. */
export function formatTotal(
  total: { value: number; relation: string },
  count: (n: number) => string,
): string {
  return total.relation === "eq" ? count(total.value) : `≥ ${count(total.value)}`;
}
