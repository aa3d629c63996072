/** A record of the vault as the contract gives it: whatever shape, since later versions may keep what this one does not know. */
export type KeptRecord = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is KeptRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textIn(record: KeptRecord | undefined, name: string): string | undefined {
  const value = record?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberIn(record: KeptRecord | undefined, name: string): number | undefined {
  const value = record?.[name];
  return typeof value === 'number' ? value : undefined;
}

export function objectIn(record: KeptRecord | undefined, name: string): KeptRecord | undefined {
  const value = record?.[name];
  return isObject(value) ? value : undefined;
}

export function objectsIn(record: KeptRecord | undefined, name: string): readonly KeptRecord[] {
  const value = record?.[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textsIn(record: KeptRecord | undefined, name: string): readonly string[] {
  const value = record?.[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** What a source meant where we can tell; undefined where only its own word stands. */
export function meantIn(record: KeptRecord | undefined, name: string): string | boolean | undefined {
  const means = objectIn(record, name)?.means;
  return typeof means === 'string' || typeof means === 'boolean' ? means : undefined;
}

/** A time that a source gave, ISO 8601. */
export function timeIn(record: KeptRecord | undefined, name: string): string | undefined {
  const means = meantIn(record, name);
  return typeof means === 'string' ? means : undefined;
}

/** A name that the source gave; an id is never shown as a name. */
export function personIn(record: KeptRecord | undefined, name: string): string | undefined {
  const person = objectIn(record, name);
  return person?.standing === 'named' ? textIn(person, 'name') : undefined;
}

/** A grade as the portal wrote it, decoded and nothing else; undefined where it wrote none. */
export function gradeIn(record: KeptRecord | undefined, name = 'value'): string | undefined {
  const value = objectIn(record, name);
  const said = value?.said;
  if (typeof said !== 'string' && typeof said !== 'number') return undefined;
  return textIn(value, 'shown') ?? String(said);
}

/** True and false where the source told; undefined for what is neither grade nor feedback. */
export function releasedIn(record: KeptRecord | undefined): boolean | undefined {
  const released = record?.released;
  return typeof released === 'boolean' ? released : undefined;
}
