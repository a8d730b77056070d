export type Strength = 'stand_alone' | 'very_strong' | 'strong' | 'moderate' | 'supporting'

/** The strength that a criterion has by its name (Richards 2015, 10.1038/gim.2015.30). */
const NAMED: Record<string, Strength> = { PVS: 'very_strong', PS: 'strong', PM: 'moderate', PP: 'supporting', BA: 'stand_alone', BS: 'strong', BP: 'supporting' }

const WORDS: Record<string, Strength> = { standalone: 'stand_alone', verystrong: 'very_strong', strong: 'strong', moderate: 'moderate', supporting: 'supporting' }

/** A criterion with its strength from `PM2_Supporting`; without a word it has the strength of its name. */
export function criterion(written: string): { code: string; strength: Strength } {
  const [code = written, ...rest] = written.split('_')
  const word = rest.join('').toLowerCase()
  return { code, strength: WORDS[word] ?? NAMED[code.replace(/\d+$/, '')] ?? 'supporting' }
}
