import type { Commands } from '../backend'

/** What the window itself calls, whatever is on screen. */
export const fake: Partial<Commands> = {
  stir: () => Promise.resolve(),
}
