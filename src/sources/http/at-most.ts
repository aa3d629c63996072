/**
 * Does the work for every item, at most `places` at a time, beginning them in order. After a failure nothing new is begun;
 * what is under way comes to its end, then the first failure is thrown.
 */
export async function atMost<Item>(
  places: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const failures: unknown[] = [];
  const walk = async (): Promise<void> => {
    for (const item of waiting) {
      if (failures.length > 0) return;
      try {
        await work(item);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(places, items.length) }, walk));
  if (failures.length > 0) throw failures[0];
}
