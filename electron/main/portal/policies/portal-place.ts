export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The address bar stays to be seen, whatever the page asks for. */
const barHeight = 40;

/**
 * Where the view lies in its window: as the page asks, in the page's own pixels, but within the window and below the address bar.
 * @param zoom how large the page is shown; 1 is the usual
 */
export function viewPlace(
  asked: Rectangle,
  window: { readonly width: number; readonly height: number },
  zoom: number,
): Rectangle {
  const within = (value: number, least: number, most: number): number =>
    Math.round(Math.min(Math.max(value, least), Math.max(least, most)));
  const x = within(asked.x * zoom, 0, window.width);
  const y = within(asked.y * zoom, Math.min(barHeight, window.height), window.height);
  return {
    x,
    y,
    width: within(asked.width * zoom, 0, window.width - x),
    height: within(asked.height * zoom, 0, window.height - y),
  };
}
