import { nativeImage, type NativeImage } from 'electron';

export type TrayMark = 'none' | 'busy' | 'needs';
type Colour = readonly [red: number, green: number, blue: number];

const marks: Readonly<Record<TrayMark, Colour | undefined>> = {
  none: undefined,
  busy: [0x1f, 0x5f, 0x8b],
  needs: [0xd9, 0x8a, 0x1e],
};
const fine = 4;

/** The tray's picture: a shield, with a dot for work under way or something to see to. Drawn here, so that it is sharp at every scale. */
export function trayPicture(mark: TrayMark): NativeImage {
  const picture = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const side = (process.platform === 'darwin' ? 18 : 22) * scaleFactor;
    picture.addRepresentation({
      scaleFactor,
      width: side,
      height: side,
      buffer: nativeImage.createFromBitmap(draw(side, mark), { width: side, height: side }).toPNG(),
    });
  }
  return picture;
}

/** BGRA with premultiplied alpha, `side` by `side`. */
function draw(side: number, mark: TrayMark): Buffer {
  const pixels = Buffer.alloc(side * side * 4);
  // Mid-grey ink reads on light and dark panels alike.
  const ink: Colour = [0x8d, 0x93, 0x9c];
  const dot = marks[mark];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      let shield = 0;
      let spot = 0;
      for (let step = 0; step < fine * fine; step += 1) {
        const across = (x + ((step % fine) + 0.5) / fine) / side;
        const down = (y + (Math.floor(step / fine) + 0.5) / fine) / side;
        const near = Math.hypot(across - 0.76, down - 0.76);
        if (dot !== undefined && near < 0.22) spot += 1;
        else if (inShield(across, down) && (dot === undefined || near > 0.29)) shield += 1;
      }
      const put = (at: number, part: number): void => {
        const sum = shield * (ink[part] ?? 0) + spot * (dot?.[part] ?? 0);
        pixels[(y * side + x) * 4 + at] = Math.round(sum / (fine * fine));
      };
      put(0, 2);
      put(1, 1);
      put(2, 0);
      pixels[(y * side + x) * 4 + 3] = Math.round(((shield + spot) * 255) / (fine * fine));
    }
  return pixels;
}

/** A shield outline with a tick in it, in a square of side 1. */
function inShield(x: number, y: number): boolean {
  const inside = (inset: number): boolean => {
    const top = 0.08 + inset;
    const bottom = 0.94 - inset * 1.2;
    if (y < top || y > bottom) return false;
    const half =
      y < 0.5 ? 0.36 - inset : (0.36 - inset) * Math.sqrt(Math.max(0, (bottom - y) / (bottom - 0.5)));
    return Math.abs(x - 0.5) < half;
  };
  const tick = Math.abs(y - 0.6 + Math.abs(x - 0.44) * (x < 0.44 ? -1 : 1)) < 0.06 && x > 0.3 && x < 0.7;
  return (inside(0) && !inside(0.09)) || (tick && inside(0.12));
}
