import type { RepeatAlleleCell, RepeatCell, StructuralCell, VariantRow } from '$backend/bindings'
import * as m from '$messages'
import { bases, position } from '$shared/format'
import { text } from '$shared/text'

/** An allele; a long one by its first bases and its length. */
export function short(allele: string): string {
  return allele.length > 12 ? `${allele.slice(0, 8)}…(${allele.length})` : allele
}

/** What is changed: the sizes of a repeat, the type and size of a structural variant, else its name on the transcript or its bases. */
export function changeOf(hit: VariantRow): string {
  if (hit.repeat !== null) return repeated(hit.repeat)
  if (hit.structural !== null) return structural(hit.structural, hit.alternate)
  return hit.hgvs_c ?? basesOf(hit)
}

/** Place and bases. */
export function basesOf(hit: VariantRow): string {
  return `${position(hit.chrom, hit.pos)} ${exchange(hit)}`
}

/** Reference and alternate as in the file. */
export function exchange(hit: VariantRow): string {
  return `${short(hit.reference)}>${short(hit.alternate)}`
}

/** Type and size: 欠失 12.3 kb. */
export function structural(cell: StructuralCell, alternate: string): string {
  const kind = cell.kind === 'other' ? alternate : text(`variants_structural_${cell.kind}`)
  const rest = cell.mate === null ? (cell.length === null ? '' : bases(cell.length)) : m.variants_structural_mate({ place: cell.mate })
  return `${kind} ${rest}`.trimEnd()
}

/** The alleles of a person; empty where not called, undefined where they may not be shown. */
export function allelesOf(cell: RepeatCell, member: number): readonly RepeatAlleleCell[] | undefined {
  return cell.alleles[member] ?? undefined
}

export function motif(cell: RepeatCell): string {
  return cell.motif === null ? cell.locus : `(${cell.motif})n`
}

/** The motif with the sizes of the proband: (CAG)n 19/45. */
export function repeated(cell: RepeatCell): string {
  const alleles = allelesOf(cell, 0)
  return `${motif(cell)} ${alleles === undefined || alleles.length === 0 ? m.variants_repeat_not_called() : alleles.map((allele) => allele.copies).join('/')}`
}

/** The ranges of the locus: up to 26 normal, 27 to 35 intermediate, 36 and more pathogenic. */
export function ranges({ normal_most, pathogenic_least }: RepeatCell): string {
  if (normal_most === null || pathogenic_least === null) return m.variants_repeat_no_ranges()
  const between = pathogenic_least - normal_most > 1
  return between ? m.variants_repeat_ranges({ normal: normal_most, from: normal_most + 1, to: pathogenic_least - 1, pathogenic: pathogenic_least }) : m.variants_repeat_two_ranges({ normal: normal_most, pathogenic: pathogenic_least })
}
