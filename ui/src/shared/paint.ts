/**
 * Does something when what has just changed is on screen: with the next frame but one it has been painted, and whoever waits for
 * the program then comes first.
 */
export function afterPaint(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)))
}
