import type { GenomeTracks } from '../backend'
import { GENES } from './variant_genes'
import { genotypes, row, universe } from './variant_rows'

const LENGTH = 250_000_000
const CALLS = { reference: '0/0', heterozygous: '0/1', homozygous: '1/1', hemizygous: '1', not_called: './.', not_shown: '.' }

const file = (name: string, lines: readonly string[]): File => new File([`${lines.join('\n')}\n`], name)

/** The rows of an example case for the genome browser, as whole files: no protocol of the shell is here. */
export function genomeTracks(id: string): GenomeTracks {
  const all = universe(id)
  const chromosomes = [...Array.from({ length: 22 }, (_, at) => String(at + 1)), 'X', 'Y', 'MT']
  const variants = Array.from({ length: Math.min(all.size, 2_000) }, (_, at) => ({ ...row(all, at, 1, null, []), calls: genotypes(all, at) }))
  const line = (one: (typeof variants)[number]): string =>
    [one.chrom, one.pos, '.', one.reference, one.alternate, '.', 'PASS', `GENE=${one.gene};CONSEQUENCE=${one.consequence ?? ''}`, 'GT', ...one.calls.map((call) => CALLS[call])].join('\t')
  const header = ['##fileformat=VCFv4.3', `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${all.members.map((member) => member.id).join('\t')}`]
  return {
    chromosomes: file('chromosomes.sizes', chromosomes.map((name) => `${name}\t${LENGTH}`)),
    genes: file('genes.bed', GENES.map(({ chrom, start, symbol }) => `${chrom}\t${start - 1}\t${start + 1_000_000}\t${symbol}`)),
    variants: { url: file('variants.vcf', [...header, ...variants.sort((a, b) => a.pos - b.pos).map(line)]), indexed: false },
    reads: (member) => ({ url: `${member}.bam`, indexURL: `${member}.bam.bai` }),
    nowhere: 'http://genome.localhost/nothing',
  }
}
