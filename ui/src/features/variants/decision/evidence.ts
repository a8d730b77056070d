import type { Sentence } from '$backend/bindings'
import * as m from '$messages'
import { decimal, frequency, percent } from '$shared/format'
import { text } from '$shared/text'
import { population } from '../words'

const NOT_KNOWN = '-'
const RESIDUES: Record<string, string> = { A: 'Ala', C: 'Cys', D: 'Asp', E: 'Glu', F: 'Phe', G: 'Gly', H: 'His', I: 'Ile', K: 'Lys', L: 'Leu', M: 'Met', N: 'Asn', P: 'Pro', Q: 'Gln', R: 'Arg', S: 'Ser', T: 'Thr', V: 'Val', W: 'Trp', Y: 'Tyr' }
const by = (places: number) => (value: string): string => decimal(Number(value), places)

/** How the gaps of a sentence are written; what is not named here stands as it came. */
const WRITTEN: Record<string, (value: string, args: Sentence['args']) => string> = {
  population,
  frequency: (value) => frequency(Number(value)),
  limit: (value, args) => ('frequency' in args ? frequency(Number(value)) : by(3)(value)),
  removed: (value) => percent(Number(value)),
  residue: (value) => RESIDUES[value] ?? value,
  revel: by(3),
  spliceai: by(3),
  pli: by(2),
  loeuf: by(2),
  z: by(2),
}

/** A key of the backend's evidence in words, with its numbers. */
export function sentence({ key, args }: Sentence): string {
  const written = Object.entries(args).map(([name, value]) => [name, value === NOT_KNOWN ? m.review_sentence_not_known() : (WRITTEN[name]?.(value, args) ?? value)])
  // A figure stays with its name.
  return text(`review_sentence_${key}`, Object.fromEntries(written)).replaceAll(/ (?=[\d−])/g, '\u00a0')
}

/** The way through the decision tree of PVS1, step by step; empty where a sentence has none. */
export function steps({ args }: Sentence): string[] {
  return (args['path'] ?? '').split(' ').filter(Boolean).map((step) => sentence({ key: step, args: {} }))
}
