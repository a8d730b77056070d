import type { CriterionLine } from '$backend/bindings'

export type Strength = 'supporting' | 'moderate' | 'strong' | 'very_strong' | 'stand_alone'

const SUFFIXES: Record<Strength, string> = { supporting: 'Supporting', moderate: 'Moderate', strong: 'Strong', very_strong: 'VeryStrong', stand_alone: 'StandAlone' }

/** The strength that the letters of a code stand for (10.1038/gim.2015.30, tables 3 and 4). */
const OWN: Record<string, Strength> = { PVS: 'very_strong', PS: 'strong', PM: 'moderate', PP: 'supporting', BA: 'stand_alone', BS: 'strong', BP: 'supporting' }

/** `PM2` of `PM2_Supporting`. */
export function codeOf(criterion: string): string {
  return criterion.split('_')[0] ?? criterion
}

/** The strength that a criterion says, else its own. */
export function strengthOf(criterion: string): Strength {
  const [code = '', suffix] = criterion.split('_')
  const said = (Object.keys(SUFFIXES) as Strength[]).find((strength) => SUFFIXES[strength] === suffix)
  return said ?? OWN[code.replace(/\d+$/, '')] ?? 'supporting'
}

/** The code alone where the strength is the criterion's own, else with the strength behind. */
export function withStrength(line: CriterionLine, strength: Strength): string {
  return strength === line.strength ? line.code : `${line.code}_${SUFFIXES[strength]}`
}
