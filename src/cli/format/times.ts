/** Made when first needed: the tables behind it take a moment to read, and most commands say no time. */
let formats: { readonly day: Intl.DateTimeFormat; readonly clock: Intl.DateTimeFormat } | undefined;

function formatted(): NonNullable<typeof formats> {
  return (formats ??= {
    day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }),
    clock: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  });
}

/** An ISO 8601 time as a person here says it: `21 November 2026 at 22:33`. What is no time is given back as it is. */
export function sayTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const { day, clock } = formatted();
  return `${day.format(date)} at ${clock.format(date)}`;
}

/** Only the day: `21 November 2026`. */
export function sayDay(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : formatted().day.format(date);
}
