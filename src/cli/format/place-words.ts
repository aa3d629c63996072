/** Where in an item: pages, a time, or words. */
export function sayPlace(at: Readonly<Record<string, unknown>>): string {
  const { kind, page, seconds, text, to } = at;
  const end = typeof to === 'number' ? to : undefined;
  if (kind === 'page' && typeof page === 'number')
    return end === undefined ? `page ${page}` : `pages ${page} to ${end}`;
  if (kind === 'time' && typeof seconds === 'number')
    return end === undefined ? `at ${clock(seconds)}` : `from ${clock(seconds)} to ${clock(end)}`;
  return typeof text === 'string' ? text : '';
}

function clock(seconds: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours === 0 ? `${minutes}:${two(whole % 60)}` : `${hours}:${two(minutes)}:${two(whole % 60)}`;
}
