import type { Commands } from '../backend'
import { GENES } from './variant_genes'
import { universe } from './variant_rows'

export const fake: Partial<Commands> = {
  genomeReads: (id) => Promise.resolve(universe(id).members.map((member, at) => ({ member: member.id, standing: at === 0 ? 'only_cram' : 'not_sent' }))),
  genomePlace: (_, text) => {
    const gene = GENES.find(({ symbol }) => symbol === text.toUpperCase())
    const typed = /^(?:chr)?(\w+):([\d,]+)-([\d,]+)$/.exec(text)
    const number = (digits = ''): number => Number(digits.replaceAll(',', ''))
    if (gene !== undefined) return Promise.resolve({ chrom: gene.chrom, start: gene.start, end: gene.start + 90_000 })
    return Promise.resolve(typed === null ? null : { chrom: typed[1] ?? '', start: number(typed[2]), end: number(typed[3]) })
  },
}
