import type { Sentence, Words } from '$backend/bindings'
import * as m from '$messages'
import { decimal, frequency, percent } from '$shared/format'
import { inLanguage, language } from '$shared/language.svelte'
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
  probability: (value) => percent(Number(value), 1),
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

/** A sentence as it is recorded with a criterion: in both languages, with the way through the tree. */
export function argued(evidence: Sentence): Words {
  const say = (): string => [sentence(evidence), steps(evidence).join(' → ')].filter(Boolean).join(' ')
  return { ja: inLanguage('ja', say), en: inLanguage('en', say) }
}

/** Words in the language in use, else in the other one; which one it is. */
export function told({ ja, en }: Words): { lang: 'ja' | 'en'; words: string } | undefined {
  const [first, other] = language.current === 'ja' ? ([['ja', ja], ['en', en]] as const) : ([['en', en], ['ja', ja]] as const)
  const [lang, words] = first[1] ? first : other
  return words ? { lang, words } : undefined
}
