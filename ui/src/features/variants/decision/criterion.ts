import type { CriterionLine } from '$backend/bindings'

export type Strength = 'supporting' | 'moderate' | 'strong' | 'very_strong' | 'stand_alone'

const SUFFIXES: Record<Strength, string> = { supporting: 'Supporting', moderate: 'Moderate', strong: 'Strong', very_strong: 'VeryStrong', stand_alone: 'StandAlone' }

/** `PM2` of `PM2_Supporting`. */
export function codeOf(criterion: string): string {
  return criterion.split('_')[0] ?? criterion
}

/** The strength that a criterion says, else its own. */
export function strengthOf(criterion: string, line: CriterionLine | undefined): Strength {
  const suffix = criterion.split('_')[1]
  const said = (Object.keys(SUFFIXES) as Strength[]).find((strength) => SUFFIXES[strength] === suffix)
  return said ?? ((line?.strength ?? 'supporting') as Strength)
}

/** The code alone where the strength is the criterion's own, else with the strength behind. */
export function withStrength(line: CriterionLine, strength: Strength): string {
  return strength === line.strength ? line.code : `${line.code}_${SUFFIXES[strength]}`
}
