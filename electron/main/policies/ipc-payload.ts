/** Far beyond any call of ours, far below what would trouble main. */
export const payloadLimits = { depth: 24, values: 50_000, characters: 2_000_000 } as const;

/**
 * Whether a message is plain data of modest size: null, booleans, finite numbers, text, arrays and plain objects. Everything else that a
 * message port can carry (buffers, maps, errors, dates, cycles) is refused before anybody looks at it more closely.
 */
export function isModestData(message: unknown): boolean {
  let values = 0;
  let characters = 0;
  const look = (value: unknown, depth: number): boolean => {
    values += 1;
    if (depth > payloadLimits.depth || values > payloadLimits.values) return false;
    switch (typeof value) {
      case 'string':
        characters += value.length;
        return characters <= payloadLimits.characters;
      case 'number':
        return Number.isFinite(value);
      case 'boolean':
      case 'undefined':
        return true;
      case 'object':
        break;
      default:
        return false;
    }
    if (value === null) return true;
    // A sparse array would be looked through for ever.
    if (Array.isArray(value))
      return value.length <= payloadLimits.values && value.every((member) => look(member, depth + 1));
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    for (const [name, member] of Object.entries(value)) {
      characters += name.length;
      if (!look(member, depth + 1)) return false;
    }
    return characters <= payloadLimits.characters;
  };
  return look(message, 0);
}
