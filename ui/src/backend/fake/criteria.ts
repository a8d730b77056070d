import rules from '../../../../assets/rules/acmg-2015.json'
import type { ClassName, CriterionLine, PointsReply } from '../bindings'

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

const POINTS: Readonly<Record<string, number>> = { supporting: 1, moderate: 2, strong: 4, very_strong: 8, stand_alone: 0 }
const STRONGEST_FIRST = ['stand_alone', 'very_strong', 'strong', 'moderate', 'supporting'] as const
const TEMPERATURES = ['ice_cold', 'cold', 'cool', 'tepid', 'warm', 'hot']
const CLASSES: Readonly<Record<string, ClassName>> = { P: 'pathogenic', LP: 'likely_pathogenic', LB: 'likely_benign', B: 'benign' }

type Counts = Partial<Record<(typeof STRONGEST_FIRST)[number], number>>

/** At each strength there are at least as many of it and above as are needed. */
function hold(own: Counts, needs: Counts): boolean {
  let left = 0
  return STRONGEST_FIRST.every((strength) => (left += (own[strength] ?? 0) - (needs[strength] ?? 0)) >= 0)
}

/** What criteria give by both rule sets: the points, and the combinations of the file that ships. */
export function judged(criteria: readonly string[]): PointsReply {
  const chosen = criteria.map((criterion) => {
    const [code = '', suffix] = criterion.split('_')
    const line = CRITERIA.find((one) => one.code === code)!
    return { code, pathogenic: line.pathogenic, strength: suffix?.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase() ?? line.strength }
  })
  const [pp3, pm1] = ['PP3', 'PM1'].map((code) => chosen.find((one) => one.code === code)?.strength ?? '')
  const left = 4 - (POINTS[pm1 ?? ''] ?? 0)
  const beside = pp3 === '' || pm1 === '' || (POINTS[pp3 ?? ''] ?? 0) <= left ? null : left >= 2 ? 'PP3_Moderate' : left >= 1 ? 'PP3' : ''
  const met = chosen.flatMap((one) => (one.code !== 'PP3' || beside === null ? [one] : beside === '' ? [] : [{ ...one, strength: left >= 2 ? 'moderate' : 'supporting' }]))
  const sum = met.reduce((total, { pathogenic, strength }) => total + (pathogenic ? 1 : -1) * (POINTS[strength] ?? 0), 0)
  const alone = met.some(({ strength }) => strength === 'stand_alone')
  const by: ClassName = sum >= 10 ? 'pathogenic' : sum >= 6 ? 'likely_pathogenic' : sum >= 0 ? 'uncertain_significance' : sum >= -6 ? 'likely_benign' : 'benign'
  const of = (pathogenic: boolean): Counts => Object.fromEntries(STRONGEST_FIRST.map((strength) => [strength, met.filter((one) => one.pathogenic === pathogenic && one.strength === strength).length]))
  const found = rules.method.combinations.filter(({ needs }) => hold(of(true), (needs as { pathogenic?: Counts }).pathogenic ?? {}) && hold(of(false), (needs as { benign?: Counts }).benign ?? {}))
  const contradictory = new Set(found.map(({ needs }) => 'pathogenic' in needs)).size > 1
  return {
    points: sum,
    class: alone ? 'benign' : by,
    temperature: alone || by !== 'uncertain_significance' ? null : (TEMPERATURES[sum] ?? null),
    // The rules stand from the highest class down on each side.
    class_2015: contradictory ? 'uncertain_significance' : (CLASSES[found[0]?.class ?? ''] ?? 'uncertain_significance'),
    combinations: found.map(({ id }) => id),
    contradictory,
    pp3_beside_pm1: beside,
  }
}
