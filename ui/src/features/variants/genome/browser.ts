import type { GenomePlace } from '$backend/bindings'
import type { GenomeTracks } from '$backend/backend'
import type { Browser, CreateOpt } from 'igv'
import { UNKNOWN, referenceOf, type Aligned } from './reads'

/** The longest stretch of which variants are drawn, in bases; the program gives no more than a million at once. */
export const WIDEST = 250_000
/** The longest stretch of which reads are drawn, in bases. */
export const WIDEST_READS = 30_000
/** Bases on each side of a variant that are shown first. */
const AROUND = 1_000
const LEAST = 40
/** Height of a genotype in pixels. */
const CALL = 18
/** What lies above the genotypes, and below each of them, in pixels. */
const [ABOVE, GAP] = [24, 2]
/** Of a gene the extent alone is known: a line, which does not look like an exon, below the name of the track; in pixels. */
const [GENE, ABOVE_GENE] = [3, 26]
/** Width of the names of samples in pixels. */
const NAMES = 96

/** Height of a read, and of the reads of a person with their depth, in pixels. */
const READ = 7
const READS = 240
/** Most reads that begin in a hundred bases and are drawn. */
const MOST_READS = 5_000

/** The reads of a person. */
export interface Reads {
  /** What the track is called. */
  name: string
  url: string
  indexURL: string
  /** Whether they say how they differ from the reference. */
  differences: boolean
}

/** What the browser is called and draws with. */
export interface Look {
  genes: string
  variants: string
  /** Said in the place of a track that would have too much to draw. */
  closer: string
  closerReads: string
  /** Said in the place of reads where there are none to draw, for whatever reason. */
  noReads: string
  /** What the samples are called, in the order of the file. */
  samples: readonly string[]
  colours: { gene: string; variant: string; chosen: string; reference: string; het: string; hom: string; missing: string; hidden: string; bases: Record<'A' | 'C' | 'G' | 'T', string> }
}

export interface Chosen {
  chrom: string
  pos: number
  reference: string
  alternate: string
}

/** One line of what is known of a thing that was clicked; a stroke between two groups is a string. */
export type Known = string | { name?: string; value?: unknown }

/** What is told of what happens in it. */
export interface Heard {
  moved: (place: GenomePlace) => void
  failed: (error: unknown) => void
  words: (known: Known[]) => string
}

export interface Opened {
  go(place: GenomePlace): void
  end(): void
}

interface Frame {
  chr: string
  start: number
  end: number
}

/** Where a variant is seen with its neighbours. */
export function around({ chrom, pos, reference }: Chosen): GenomePlace {
  return { chrom, start: Math.max(1, pos - AROUND), end: pos + reference.length - 1 + AROUND }
}

/** The same place `by` times as wide, around its middle. */
export function scaled({ chrom, start, end }: GenomePlace, by: number): GenomePlace {
  const width = Math.max(LEAST, Math.round((end - start + 1) * by))
  const first = Math.max(1, Math.round((start + end - width + 1) / 2))
  return { chrom, start: first, end: first + width - 1 }
}

/** The place beside, by a share of its width. */
export function moved({ chrom, start, end }: GenomePlace, by: number): GenomePlace {
  const width = end - start + 1
  const first = Math.max(1, start + Math.round(width * by))
  return { chrom, start: first, end: first + width - 1 }
}

/** A colour `#rrggbb` that what lies under it shows through. */
function veil(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  return `rgba(${red}, ${green}, ${blue}, 0.14)`
}

// Its own signs and menus are English and reach for hosts outside: what is not needed is not shown, and the rest has our words.
const STYLE = `
  .igv-roi-region > div { display: none }
  .igv-container * { font-family: var(--font) !important }
  .igv-zoom-in-notice-container > div { font-size: 0 !important }
  .igv-zoom-in-notice-container > div::after { content: var(--closer); font-size: 0.8125rem }
  .no-reads:not(:has(> .igv-zoom-in-notice-container[style*='flex']))::after { content: var(--no-reads); position: absolute; inset: 3rem 0 auto; text-align: center; color: var(--genome-gene); font-size: 0.8125rem }
`

interface Pair {
  firstAlignment?: Aligned
  secondAlignment?: Aligned
}

/** The reads of a stretch, as the genome browser holds them. */
interface Container {
  start: number
  end: number
  hasAlignments?: boolean
  sequence?: string
  coverageMap: { refSeq?: string; bpStart: number; coverage: ({ threshold: number } | undefined)[] }
  allAlignments(): (Aligned | Pair)[]
}

interface Click {
  y: number
  genomicLocation: number
}

interface Depth extends Record<string, number> {
  total: number
  del: number
  ins: number
}

/** What is used of a track of reads. */
interface ReadsTrack {
  coverageTrackHeight: number
  featureSource: { getAlignments(chr: string, start: number, end: number): Promise<Container> }
  coverageTrack: { dataRange?: { max: number }; paintAxis(...given: unknown[]): void; getClickedObject(click: Click): { coverage: Depth } | undefined }
  alignmentTrack: { hiddenTags: Set<string>; getClickedObject(click: Click): { popupData?(at: number, hidden: Set<string>): Promise<Known[]> } | undefined }
  trackView: { viewports: { viewportElement: HTMLElement; zoomInNoticeElement?: HTMLElement }[] }
  popupData(click: Click): Promise<Known[]>
  /** What was drawn before is asked for anew. */
  clearCachedFeatures(): void
}

/** What of the track of variants is touched. */
interface VariantsTrack {
  sampleKeys: readonly string[]
  header: { sampleNameMap: Map<string, number> }
  featureSource: { getFeatures(asked: unknown): Promise<readonly { calls?: readonly { genotype?: unknown[] }[] }[]> }
  clearCachedFeatures(): void
}

/** Who is not part of the analysis at a place has `.` alone, and is drawn as such; igv would say that nothing was called (`./.`). */
function drawNotAnalysed(track: VariantsTrack): void {
  const source = track.featureSource
  const given = source.getFeatures.bind(source)
  source.getFeatures = async (asked) => {
    const features = await given(asked)
    for (const call of features.flatMap(({ calls }) => calls ?? [])) if (call.genotype?.length === 1 && call.genotype[0] === '.') delete call.genotype
    return features
  }
  track.clearCachedFeatures()
}

/** Draws reads without the sequence of the reference, as far as they tell of it, and asks no host for what is known of them. */
function drawReads(track: ReadsTrack, differences: boolean): void {
  const source = track.featureSource
  const given = source.getAlignments.bind(source)
  if (differences) {
    source.getAlignments = async (chr, start, end) => {
      const container = await given(chr, start, end)
      if (container.hasAlignments === true) tellReference(container)
      return container
    }
    track.clearCachedFeatures()
  }
  const { coverageTrack } = track
  const axis = coverageTrack.paintAxis.bind(coverageTrack)
  // Where nothing is drawn an axis would look like a depth that was measured.
  coverageTrack.paintAxis = (...given) => {
    const { viewports } = track.trackView
    const none = coverageTrack.dataRange?.max === 0
    for (const { viewportElement } of viewports) viewportElement.classList.toggle('no-reads', none)
    if (!none && viewports.every(({ zoomInNoticeElement }) => zoomInNoticeElement?.style.display !== 'flex')) axis(...given)
  }
  track.popupData = async (click) => {
    if (click.y < track.coverageTrackHeight) return depth(track.coverageTrack.getClickedObject(click)?.coverage)
    return (await track.alignmentTrack.getClickedObject(click)?.popupData?.(click.genomicLocation, track.alignmentTrack.hiddenTags)) ?? []
  }
}

function tellReference(container: Container): void {
  const reads = container.allAlignments().flatMap((one) => ('seq' in one ? [one] : [one.firstAlignment, one.secondAlignment].filter((read) => read !== undefined)))
  const bases = referenceOf(reads, container.start, container.end)
  container.sequence = bases
  container.coverageMap.refSeq = bases
  // Where only reads lie that are too many to be drawn, nothing is said to differ.
  container.coverageMap.coverage.forEach((place, at) => {
    if (place !== undefined && (bases[at] ?? UNKNOWN) === UNKNOWN) place.threshold = Infinity
  })
}

/** How often a place was read, by base. */
function depth(of: Depth | undefined): Known[] {
  if (of === undefined) return []
  const bases = ['A', 'C', 'G', 'T'].map((base) => ({ name: base, value: (of[`pos${base}`] ?? 0) + (of[`neg${base}`] ?? 0) }))
  return [{ name: 'Total Count', value: of.total }, ...bases, { name: 'DEL', value: of.del }, { name: 'INS', value: of.ins }]
}

/** Opens the genome browser, whose program is loaded when it is first needed. Nothing but the window's own protocol is asked. */
export async function openBrowser(
  at: HTMLElement,
  tracks: GenomeTracks,
  chosen: Chosen,
  reads: readonly Reads[],
  look: Look,
  heard: Heard,
): Promise<Opened> {
  const { default: igv } = await import('igv/dist/igv.esm.min.js')
  const place = around(chosen)
  const { colours } = look
  const options = {
    loadDefaultGenomes: false,
    queryParametersSupported: false,
    search: false,
    blatServerURL: tracks.nowhere,
    showNavigation: false,
    showIdeogram: false,
    showSequence: false,
    showGearColumn: false,
    showTrackDragHandles: false,
    showSampleNames: true,
    sampleNameViewportWidth: NAMES,
    nucleotideColors: { ...colours.bases },
    locus: `${place.chrom}:${place.start}-${place.end}`,
    reference: { id: 'local', name: 'local', format: 'chromsizes', fastaURL: tracks.chromosomes, wholeGenomeView: false },
    roi: [{ name: 'chosen', color: veil(colours.chosen), features: [{ chr: chosen.chrom, start: chosen.pos - 1, end: chosen.pos - 1 + chosen.reference.length }] }],
    tracks: [],
  }
  const browser = (await igv.createBrowser(at, options as unknown as CreateOpt)) as Browser & {
    alert: { present: (what: unknown) => void }
    loadTrackList: (list: unknown[]) => Promise<unknown>
    updateViews: () => Promise<void>
  }
  browser.alert.present = heard.failed
  at.style.setProperty('--closer', JSON.stringify(look.closer))
  at.style.setProperty('--no-reads', JSON.stringify(look.noReads))
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  if (at.shadowRoot !== null) at.shadowRoot.adoptedStyleSheets = [...at.shadowRoot.adoptedStyleSheets, sheet]
  const isChosen = (v: { pos: number; referenceBases?: string; alternateBases?: string }): boolean =>
    v.pos === chosen.pos && v.referenceBases === chosen.reference && (v.alternateBases ?? '').split(',').includes(chosen.alternate)
  const tell = (frames: Frame[]): void => {
    const frame = Array.isArray(frames) ? frames[0] : undefined
    if (frame !== undefined) heard.moved({ chrom: frame.chr, start: Math.floor(frame.start) + 1, end: Math.ceil(frame.end) })
  }
  browser.on('locuschange', tell as never)
  browser.on('trackclick', ((_: unknown, known?: Known[]) => (known === undefined || known.length === 0 ? false : heard.words(known))) as never)
  heard.moved(place)
  await browser.loadTrackList([
    { type: 'annotation', format: 'bed', name: look.genes, url: tracks.genes, indexed: false, displayMode: 'EXPANDED', featureHeight: GENE, margin: ABOVE_GENE, maxHeight: 140, color: colours.gene, searchable: false, order: 1 },
    {
      type: 'variant',
      format: 'vcf',
      name: look.variants,
      ...tracks.variants,
      visibilityWindow: WIDEST,
      displayMode: 'EXPANDED',
      expandedCallHeight: CALL,
      height: ABOVE + (CALL + GAP) * (look.samples.length + 1),
      color: (v: never) => (isChosen(v) ? colours.chosen : colours.variant),
      noGenotypeColor: colours.hidden,
      noCallColor: colours.missing,
      homrefColor: colours.reference,
      hetvarColor: colours.het,
      homvarColor: colours.hom,
      searchable: false,
      order: 2,
    },
    ...reads.map(({ name, url, indexURL }, at) => ({
      type: 'alignment',
      format: 'bam',
      name,
      url,
      indexURL,
      visibilityWindow: WIDEST_READS,
      samplingDepth: MOST_READS,
      alignmentRowHeight: READ,
      height: READS,
      order: 3 + at,
    })),
  ])
  const ofReads = browser.findTracks('type', 'alignment') as unknown as ReadsTrack[]
  for (const [at, track] of ofReads.entries()) drawReads(track, reads[at]?.differences === true)
  // Each search makes new places to draw at, which would say how close variants are shown.
  const sayHowClose = (): void => {
    for (const { zoomInNoticeElement } of ofReads.flatMap((track) => track.trackView.viewports)) zoomInNoticeElement?.style.setProperty('--closer', JSON.stringify(look.closerReads))
  }
  sayHowClose()
  // The columns of the file have the names of the laboratory; what a person reads is who it is.
  for (const track of browser.findTracks('type', 'variant') as unknown as VariantsTrack[]) {
    track.sampleKeys = look.samples
    track.header.sampleNameMap = new Map(look.samples.map((name, at) => [name, at]))
    drawNotAnalysed(track)
  }
  await browser.updateViews()
  return {
    go: async (to) => {
      await browser.search(`${to.chrom}:${to.start}-${to.end}`)
      sayHowClose()
    },
    end: () => igv.removeBrowser(browser),
  }
}
