import { localeOf } from './language.ts';

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as file managers say it, in powers of a thousand: '812 bytes', '3.4 MB'. */
export function saySize(bytes: number, language = 'en'): string {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step === 0 || value >= 99.5 ? 0 : 1;
  const written = value.toLocaleString(localeOf(language), { maximumFractionDigits: digits });
  return `${written} ${step === 0 && bytes === 1 ? 'byte' : (units[step] ?? '')}`;
}
