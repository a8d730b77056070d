/** A read as the genome browser holds it. */
export interface Aligned {
  /** First base on the reference, 0-based. */
  start: number
  cigar: string
  seq: string
  tagDict: { MD?: string }
}

/** A base that no read tells of. */
export const UNKNOWN = 'N'

/** The reference from `start` (0-based) to before `end`, as the reads themselves tell of it by `MD` (SAMtags, 1.1). */
export function referenceOf(reads: readonly Aligned[], start: number, end: number): string {
  const bases = new Array<string>(Math.max(0, end - start)).fill(UNKNOWN)
  const tell = (at: number | undefined, base: string | undefined): void => {
    if (at !== undefined && base !== undefined && at >= start && at < end) bases[at - start] = base
  }
  for (const { start: first, cigar, seq, tagDict } of reads) {
    const { aligned, deleted } = places(first, cigar)
    let [next, gone] = [0, 0]
    for (const [, same, lost, other] of (tagDict.MD ?? '').matchAll(/(\d+)|\^([A-Za-z]+)|([A-Za-z])/g)) {
      for (let n = Number(same ?? 0); n > 0; n--) {
        const place = aligned[next++]
        tell(place?.[0], place === undefined ? undefined : seq[place[1]])
      }
      for (const base of lost ?? '') tell(deleted[gone++], base)
      if (other !== undefined) tell(aligned[next++]?.[0], other)
    }
  }
  return bases.join('').toUpperCase()
}

/** Where the bases of a read lie: on the reference and in the read; and the places on the reference that it lacks. */
function places(start: number, cigar: string): { aligned: [number, number][]; deleted: number[] } {
  const aligned: [number, number][] = []
  const deleted: number[] = []
  let [at, within] = [start, 0]
  for (const [, digits, letter = ''] of cigar.matchAll(/(\d+)([MIDNSHP=X])/g)) {
    for (let n = Number(digits); n > 0; n--) {
      if ('M=X'.includes(letter)) aligned.push([at, within])
      if (letter === 'D') deleted.push(at)
      if ('M=XDN'.includes(letter)) at++
      if ('M=XIS'.includes(letter)) within++
    }
  }
  return { aligned, deleted }
}
