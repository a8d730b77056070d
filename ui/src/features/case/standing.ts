import type { ConsentStanding } from '$backend/bindings'
import { text } from '$shared/text'

/** A consent at a glance in one word. */
export function standingWords(standing: ConsentStanding): string {
  return text(`case_consent_${standing}`)
}

/** The sign beside the word, so that colour is not needed. */
export const STANDING_SIGNS: Record<ConsentStanding, string> = { takes_part: '✓', none: '?', refused: '–', withdrawn: '×' }
