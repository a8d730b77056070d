import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Backend } from '$backend/backend'
import type { Filtered, OpenedVariants, VariantPage, VariantRequest, VariantRow } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { toasts } from '$shared/toast.svelte'
import type { Hit } from './hit'
import { Shortlist } from './shortlist.svelte'

beforeEach(() => {
  vi.useFakeTimers()
  // Frames come at once.
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => run(0))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  toasts.clear()
})

const LOOKED_MS = 400
const stale = (): BackendError => new BackendError({ code: 'stale', message_key: 'fault_stale', retry: true })
const pageOf = (row: VariantRow, more: Partial<VariantPage> = {}): VariantPage => ({ row, quality: null, ...more }) as VariantPage

function row(at: number, more: Partial<VariantRow> = {}): VariantRow {
  return { row: at, key: `1-${at}-A-G`, gene: `G${at}`, pattern: 'de_novo', partner: null, partner_row: null, structural: null, repeat: null, looked: [], decided: null, ...more } as VariantRow
}

/** A workbench that filters at once and answers about a variant when it is told to. */
function bench(rows: VariantRow[]) {
  const asked: { request: VariantRequest; answer: (page: VariantPage) => void; fail: (error: unknown) => void }[] = []
  const table = { rows, opened: 0, view: 0, looked_at: null as unknown }
  const backend = {
    openVariants: async () => (table.opened++, { case: 'A', presets: [], members: [], panels: [] } as unknown as OpenedVariants),
    filterVariants: async ({ looked_at }: { looked_at: unknown }) => ((table.looked_at = looked_at), { view: ++table.view, rows: table.rows.length, genes: 1, kinds: { small: table.rows.length, structural: 0, repeat: 0 }, waterfall: [], dismissed: 0, not_seen: [], place: 0, window: { offset: 0, rows: table.rows } } satisfies Filtered),
    variantPlace: async ({ row: of, gene }: { row: number; gene: string | null }) => {
      const at = table.rows.findIndex((one) => one.row === of && (gene === null || one.gene === gene))
      return at < 0 ? null : at
    },
    variantPage: (request: VariantRequest) => new Promise<VariantPage>((answer, fail) => asked.push({ request, answer, fail })),
  } as unknown as Backend
  const shortlist = new Shortlist(backend, 'A')
  /** The row at a place of the list on screen, as the table gives it. */
  const listed = (at: number): Hit => {
    const hit = shortlist.at(at)
    if (hit === undefined) throw new Error(`no row ${at}`)
    return hit
  }
  return { shortlist, asked, table, show: (at: number) => shortlist.show(listed(at), at), listed }
}
const rest = () => vi.advanceTimersByTimeAsync(0)

describe('the detail of a variant', () => {
  it('is asked for at its place, because an allele stands once for each of its genes and patterns', async () => {
    const { shortlist, asked, show } = bench([row(7), row(7, { gene: 'OTHER' })])
    await shortlist.open()
    show(1)
    expect(asked[0]?.request).toEqual({ case: 'A', view: 1, row: 7, place: 1, look: false })
    asked[0]?.answer(pageOf(row(7, { gene: 'OTHER' })))
    await rest()
    expect(shortlist.page?.row.gene).toBe('OTHER')
  })

  it('is looked at after a rest, and only got ready before', async () => {
    const { shortlist, asked, show } = bench([row(0), row(1), row(2)])
    await shortlist.open()
    show(0)
    show(1)
    await vi.advanceTimersByTimeAsync(LOOKED_MS)
    expect(asked.filter(({ request }) => request.look).map(({ request }) => request.row)).toEqual([1])
    expect(asked.filter(({ request }) => !request.look).map(({ request }) => request.row)).toEqual([0, 1, 2])
  })

  it('is never that of another row whose answer comes late', async () => {
    const { shortlist, asked, show } = bench([row(0), row(1)])
    await shortlist.open()
    show(0)
    show(1)
    const of = (at: number) => asked.find(({ request }) => request.row === at)
    of(1)?.answer(pageOf(row(1)))
    await rest()
    of(0)?.answer(pageOf(row(0)))
    await rest()
    expect([shortlist.hit?.row, shortlist.page?.row.row]).toEqual([1, 1])
  })

  it('is never that of another entry of the same allele', async () => {
    const { shortlist, asked, show } = bench([row(7)])
    await shortlist.open()
    show(0)
    asked[0]?.answer(pageOf(row(7, { gene: 'OTHER' })))
    await rest()
    expect(shortlist.page).toBeUndefined()
    expect(BackendError.from(shortlist.pageFailure).code).toBe('stale')
  })

  it('is never that of a view that was left, whichever answer comes last', async () => {
    const { shortlist, asked, show } = bench([row(0)])
    await shortlist.open()
    show(0)
    await shortlist.change({ quality: false })
    show(0)
    await rest()
    expect(asked.map(({ request }) => request.view)).toEqual([1, 2])
    asked[1]?.answer(pageOf(row(0), { quality: 2 }))
    await rest()
    asked[0]?.answer(pageOf(row(0), { quality: 1 }))
    await rest()
    expect(shortlist.page?.quality).toBe(2)
    show(0)
    expect(shortlist.page?.quality).toBe(2)
  })

  it('says that it failed rather than keep what it was in the view before', async () => {
    const { shortlist, asked, show } = bench([row(0)])
    await shortlist.open()
    show(0)
    asked[0]?.answer(pageOf(row(0), { quality: 1 }))
    await rest()
    await shortlist.change({ quality: false })
    show(0)
    await rest()
    expect(shortlist.page?.quality).toBe(1)
    asked[1]?.fail(new BackendError({ code: 'machine', message_key: 'fault_machine' }))
    await rest()
    expect([shortlist.page, BackendError.from(shortlist.pageFailure).code]).toEqual([undefined, 'machine'])
  })

  it('is never from before a decision that was recorded meanwhile', async () => {
    const { shortlist, asked, show, listed } = bench([row(0)])
    await shortlist.open()
    show(0)
    const ready = asked[0]
    await vi.advanceTimersByTimeAsync(LOOKED_MS)
    const look = asked[1]
    void shortlist.decided(listed(0))
    await rest()
    const after = asked[2]
    after?.answer(pageOf(row(0, { decided: { verdict: 'candidate', class: null } })))
    await rest()
    ready?.answer(pageOf(row(0)))
    look?.answer(pageOf(row(0)))
    await rest()
    expect(shortlist.page?.row.decided?.verdict).toBe('candidate')
    expect(shortlist.hit?.decided?.verdict).toBe('candidate')
    show(0)
    expect(shortlist.page?.row.decided?.verdict).toBe('candidate')
  })

  it('is not taken from a number that means another allele once the case has changed', async () => {
    const { shortlist, asked, table, show } = bench([row(0)])
    await shortlist.open()
    show(0)
    const hit = shortlist.hit
    table.rows = [row(0, { key: '9-9-C-T' })]
    asked[0]?.fail(stale())
    await rest()
    expect([table.opened, asked[1]?.request.view]).toEqual([2, 2])
    asked[1]?.answer(pageOf(row(0, { key: '9-9-C-T' })))
    await rest()
    expect([shortlist.hit?.key, shortlist.page]).toEqual([hit?.key, undefined])
    show(0)
    expect(shortlist.hit?.key).toBe('9-9-C-T')
    expect(shortlist.page).toBeUndefined()
  })

  it('is asked for about the view on screen where its own is not open any more, at its place there', async () => {
    const { shortlist, asked, table, listed } = bench([row(0), row(1)])
    await shortlist.open()
    const hit = listed(1)
    table.rows = [row(1), row(0)]
    await shortlist.change({ descending: true })
    const page = shortlist.pageOf(hit)
    asked[0]?.fail(stale())
    await rest()
    expect(asked[1]?.request).toEqual({ case: 'A', view: 2, row: 1, place: 0, look: false })
    expect(table.opened).toBe(1)
    asked[1]?.answer(pageOf(row(1)))
    expect((await page).row.row).toBe(1)
  })

  it('is opened by nobody again after the screen was left', async () => {
    const { shortlist, asked, table, show } = bench([row(0)])
    await shortlist.open()
    show(0)
    shortlist.end()
    asked[0]?.fail(stale())
    await vi.advanceTimersByTimeAsync(LOOKED_MS)
    expect([table.opened, asked.length, toasts.shown.length]).toEqual([1, 1, 0])
  })
})

describe('what is said around the list', () => {
  it('follows the list once it is on screen, and at once where the list comes or goes', async () => {
    const rows = [row(0), row(1)]
    const { shortlist } = bench(rows)
    await shortlist.open()
    expect(shortlist.told?.rows).toBe(2)
    rows.pop()
    await shortlist.change({ quality: false })
    expect([shortlist.filtered?.rows, shortlist.told?.rows]).toEqual([1, 2])
    await rest()
    expect(shortlist.told?.rows).toBe(1)
    rows.pop()
    await shortlist.change({ quality: true })
    expect(shortlist.told?.rows).toBe(0)
  })

  it('is never that of a view that was left', async () => {
    const rows = [row(0), row(1)]
    const { shortlist } = bench(rows)
    await shortlist.open()
    rows.pop()
    await shortlist.change({ quality: false })
    rows.pop()
    await shortlist.change({ quality: true })
    await rest()
    expect(shortlist.told?.rows).toBe(0)
  })
})
