/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;
// Control characters, marks that turn the writing direction or are not seen, and what some system forbids in names.
const unwanted =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]/gu;

/** A name that a save dialog may suggest: no folders, nothing hidden in it, nothing that a system would refuse. */
export function suggestName(name: string, fallback: string): string {
  const clean = name
    .replace(unwanted, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/gu, '');
  if (clean === '') return fallback;
  const [, stem = clean, extension = ''] = /^(.*?)(\.[A-Za-z0-9]{1,10})?$/su.exec(clean) ?? [];
  const short = `${[...stem].slice(0, 120).join('').trimEnd()}${extension}`;
  return deviceName.test(short) ? `file ${short}` : short;
}
