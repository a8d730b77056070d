import type { CriterionLine } from '../bindings'

const TO_STRONG = ['supporting', 'moderate', 'strong']
const ALL_FOUR = [...TO_STRONG, 'very_strong']

/** The 28 criteria with the strengths that the workbench allows. */
const LINES: readonly (readonly [string, string, readonly string[]])[] = [
  ['PVS1', 'very_strong', ALL_FOUR],
  ['PS1', 'strong', TO_STRONG],
  ['PS2', 'strong', ALL_FOUR],
  ['PS3', 'strong', ALL_FOUR],
  ['PS4', 'strong', ALL_FOUR],
  ['PM1', 'moderate', TO_STRONG],
  ['PM2', 'moderate', ['supporting', 'moderate']],
  ['PM3', 'moderate', ALL_FOUR],
  ['PM4', 'moderate', ['supporting', 'moderate']],
  ['PM5', 'moderate', TO_STRONG],
  ['PM6', 'moderate', ALL_FOUR],
  ['PP1', 'supporting', TO_STRONG],
  ['PP2', 'supporting', ['supporting']],
  ['PP3', 'supporting', TO_STRONG],
  ['PP4', 'supporting', TO_STRONG],
  ['PP5', 'supporting', ['supporting']],
  ['BA1', 'stand_alone', ['stand_alone']],
  ['BS1', 'strong', TO_STRONG],
  ['BS2', 'strong', TO_STRONG],
  ['BS3', 'strong', TO_STRONG],
  ['BS4', 'strong', TO_STRONG],
  ['BP1', 'supporting', TO_STRONG],
  ['BP2', 'supporting', TO_STRONG],
  ['BP3', 'supporting', ['supporting']],
  ['BP4', 'supporting', ALL_FOUR],
  ['BP5', 'supporting', TO_STRONG],
  ['BP6', 'supporting', ['supporting']],
  ['BP7', 'supporting', TO_STRONG],
]

export const CRITERIA: readonly CriterionLine[] = LINES.map(([code, strength, strengths]) => ({ code, pathogenic: code.startsWith('P'), strength, strengths: [...strengths] }))

export const POINTS: Readonly<Record<string, number>> = { supporting: 1, moderate: 2, strong: 4, very_strong: 8, stand_alone: 0 }
