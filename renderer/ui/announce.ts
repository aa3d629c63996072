/** Says a sentence to a screen reader without moving the focus. The layout holds the region; without one nothing is said. */
export function announce(text: string): void {
  const region = document.getElementById(announcerId);
  if (region === null) return;
  // The same sentence twice is said twice only if the text changes in between.
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}

export const announcerId = 'announcer';
