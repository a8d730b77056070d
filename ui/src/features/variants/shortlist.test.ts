import { describe, expect, it, vi } from 'vitest'
import type { Backend } from '$backend/backend'
import type { DecisionRequest, FilterRequest, VariantPage, VariantRequest } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { fake } from '../../backend/fake/variants'
import { Review } from './review.svelte'
import { Shortlist, type Listed } from './shortlist.svelte'

/** The fake behind a counter, and a list that only knows what is selected. */
function made(id = 'SHI-0001'): { shortlist: Shortlist; review: Review; calls: Record<string, unknown[]>; fail: (name: string, error: BackendError) => void; list: Listed } {
  const calls: Record<string, unknown[]> = {}
  const failing = new Map<string, BackendError>()
  const backend = new Proxy({} as Record<string, unknown>, {
    get: (_, name: string) => async (request: unknown) => {
      ;(calls[name] ??= []).push(request)
      const error = failing.get(name)
      failing.delete(name)
      if (error !== undefined) throw error
      const call = (fake as Record<string, (request: unknown) => Promise<unknown>>)[name]
      return structuredClone(await call?.(request))
    },
  }) as unknown as Backend
  const shortlist = new Shortlist(backend, id)
  const list: Listed = {
    select: (index) => {
      shortlist.selected = index
      const hit = shortlist.at(index)
      if (hit !== undefined) shortlist.show(hit, index)
    },
    move: (by) => list.select(shortlist.selected + by),
    refresh: () => void shortlist.source?.fetch(0, 100),
    focus: () => {},
  }
  shortlist.list = list
  return { shortlist, review: new Review(shortlist), calls, fail: (name, error) => failing.set(name, error), list }
}

async function opened(id?: string): Promise<ReturnType<typeof made>> {
  const all = made(id)
  await all.shortlist.open()
  await all.shortlist.source?.fetch(0, 100)
  all.list.select(0)
  await vi.waitFor(() => expect(all.shortlist.page).toBeDefined())
  return all
}

const stale = (): BackendError => new BackendError({ code: 'stale', message_key: 'fault_stale' })

describe('the shortlist', () => {
  it('has the page of the next variant before anybody asks, so that a key press shows it at once', async () => {
    const { shortlist, list } = await opened()
    await vi.waitFor(async () => expect((await Promise.race([shortlist.pageOf(shortlist.at(1)!), Promise.resolve(undefined)]))?.row.key).toBeDefined())
    list.move(1)
    expect(shortlist.page?.row.key).toBe(shortlist.at(1)?.key)
  })

  it('says in the ledger only what a person rested on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { shortlist, list, calls } = made()
    await shortlist.open()
    await shortlist.source?.fetch(0, 100)
    for (const at of [0, 1, 2, 3]) list.select(at)
    await vi.advanceTimersByTimeAsync(1_000)
    const looks = (calls['variantPage'] as (VariantRequest & { look: boolean })[]).filter((request) => request.look)
    expect(looks.map((request) => request.row)).toEqual([shortlist.at(3)?.row])
    vi.useRealTimers()
  })

  it('drops the answer to an older question when a newer one was asked', async () => {
    const { shortlist } = await opened()
    await Promise.all([shortlist.change({ max_af: 0.05 }), shortlist.change({ preset: 'strict_de_novo' })])
    const last = await shortlist.backend.filterVariants({ case: 'SHI-0001', ...shortlist.filter } as FilterRequest)
    expect(shortlist.filtered?.rows).toBe(last.rows)
  })

  it('keeps the variant where the new filters still have it', async () => {
    const { shortlist, list } = await opened()
    list.select(2)
    await shortlist.preset('strict_de_novo')
    expect(shortlist.at(shortlist.selected)?.gene).toBe('RHO')
  })

  it('opens again by itself when the case was changed elsewhere, and keeps its place', async () => {
    const { shortlist, list, fail, calls } = await opened()
    list.select(3)
    const before = shortlist.hit?.key
    fail('variantRows', stale())
    expect(await shortlist.source?.fetch(0, 100)).toHaveLength(100)
    await vi.waitFor(() => expect(shortlist.at(shortlist.selected)?.key).toBe(before))
    expect(calls['openVariants']).toHaveLength(2)
    expect(shortlist.failure).toBeUndefined()
  })

  it('keeps the list when a place is none', async () => {
    const { shortlist } = await opened()
    const rows = shortlist.filtered?.rows
    await shortlist.change({ place: 'no gene!' })
    expect(shortlist.problem?.place).toBe('no gene!')
    expect(shortlist.filtered?.rows).toBe(rows)
    expect(shortlist.filter.place).toBeNull()
  })
})

describe('decisions', () => {
  const standing = async (shortlist: Shortlist): Promise<VariantPage['decision']> => (await shortlist.pageOf(shortlist.at(2)!)).decision

  it('undo what was decided last, one after the other, to exactly what stood before', async () => {
    const { shortlist, review, list } = await opened()
    list.select(2)
    const before = await standing(shortlist)
    await review.classify(shortlist.hit!, 'pathogenic')
    await review.dismiss(shortlist.hit!, ['common', 'other'], 'ここに書く')
    expect((await standing(shortlist))?.verdict).toBe('dismissed')
    expect((await standing(shortlist))?.class).toBe('pathogenic')
    await review.undo()
    expect((await standing(shortlist))?.verdict).toBe(before?.verdict)
    expect((await standing(shortlist))?.class).toBe('pathogenic')
    await review.undo()
    const { id: _a, time: _b, author: _c, role: _d, ...after } = (await standing(shortlist))!
    const { id: _e, time: _f, author: _g, role: _h, ...was } = before!
    expect(after).toEqual(was)
  })

  it('take back to nothing where nothing stood', async () => {
    const { shortlist, review, calls } = await opened()
    await review.candidate(shortlist.hit!)
    await review.undo()
    expect((calls['decideVariant'] as DecisionRequest[]).map((request) => request.verdict)).toEqual(['candidate', 'open'])
    expect(shortlist.hit?.decided).toBeNull()
  })

  it('are recorded in the order of the keys, however fast they come', async () => {
    const { shortlist, review, calls } = await opened()
    const hit = shortlist.hit!
    await Promise.all([review.classify(hit, 'benign'), review.classify(hit, 'pathogenic'), review.undo()])
    expect((calls['decideVariant'] as DecisionRequest[]).map((request) => request.class)).toEqual(['benign', 'pathogenic', 'benign'])
    await review.undo()
  })

  it('carry the criteria that were chosen, and leave the choice alone when they cannot be recorded', async () => {
    const { shortlist, review, fail, calls } = await opened()
    const page = shortlist.page!
    review.write(page, { criteria: ['PVS1', 'PM2_Supporting'] })
    fail('decideVariant', new BackendError({ code: 'machine', message_key: 'fault_machine' }))
    expect(await review.classify(shortlist.hit!, 'pathogenic')).toBe(false)
    expect(review.unrecorded(page)).toBe(true)
    expect(await review.classify(shortlist.hit!, 'pathogenic')).toBe(true)
    expect((calls['decideVariant'] as DecisionRequest[]).at(-1)?.criteria).toEqual(['PVS1', 'PM2_Supporting'])
    expect(review.unrecorded(page)).toBe(false)
    await review.undo()
  })
})
