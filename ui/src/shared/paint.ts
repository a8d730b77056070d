/** Does something when what has just changed is on screen: with the next frame but one it has been painted. */
export function afterPaint(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act))
}
