import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '$backend/backend'
import type { DecisionPage, DecisionRequest, ProposalLine, VariantPage } from '$backend/bindings'
import { language } from '$shared/language.svelte'
import { session } from '$shared/session.svelte'
import { toasts } from '$shared/toast.svelte'
import type { Hit } from './hit'
import { Review } from './review.svelte'

const hit = { row: 0, key: '1-0-A-G', gene: 'G', chrom: '1', pos: 1, hgvs_c: 'c.1A>G', structural: null, repeat: null, view: 1, place: 0 } as Hit
const enter = (id: string): void => session.enter({ id, name: id, role: () => '' }, () => Promise.resolve())

/** A workbench that keeps what is decided about one variant. */
function bench(id = 'A', proposals: ProposalLine[] = []) {
  const sent: DecisionRequest[] = []
  let decision: DecisionPage | null = null
  const history: DecisionPage[] = []
  let wait: Promise<unknown> = Promise.resolve()
  let untold: string[] = []
  const page = (): VariantPage => ({ row: hit, decision: decision && told(decision), history: history.map(told), proposals, untold }) as unknown as VariantPage
  const told = (one: DecisionPage): DecisionPage => ({ ...one, criteria: one.criteria.filter((criterion) => !untold.includes(criterion.split('_')[0] ?? '')) })
  const backend = {
    decideVariant: async (request: DecisionRequest) => {
      await wait
      sent.push(request)
      decision = { ...request, id: String(sent.length), author: '', role: 'geneticist', time: '' }
      history.unshift(decision)
      return decision
    },
  } as unknown as Backend
  const review = () => new Review({ id, backend, filtered: undefined, list: undefined, page: undefined, pageOf: async () => page(), decided: async () => {} })
  return { review, page, sent, last: () => sent.at(-1), slow: (until: Promise<unknown>) => (wait = until), close: (...codes: string[]) => (untold = codes) }
}

beforeEach(() => {
  enter('nobody')
  enter('aoki')
})
afterEach(() => {
  session.left()
  toasts.clear()
})

describe('what is written about a variant', () => {
  it('is recorded with a dismissal that has no words of its own', async () => {
    const { review, page, last } = bench()
    const made = review()
    made.write(page(), { note: '機能解析を確認する。' })
    await made.dismiss(hit, ['technical'], ' ')
    expect(last()).toMatchObject({ verdict: 'dismissed', note: '機能解析を確認する。' })
    expect([made.draft(page()).note, made.unrecorded(page())]).toEqual(['機能解析を確認する。', false])
  })

  it('leaves the note that stands where a dismissal has none', async () => {
    const { review, page, last } = bench()
    const made = review()
    made.write(page(), { note: '母由来。', noteEn: 'Maternal.' })
    await made.keep(hit)
    await made.dismiss(hit, ['technical'], '')
    expect(last()).toMatchObject({ verdict: 'dismissed', note: '母由来。', note_en: 'Maternal.' })
  })

  it('is without what tells of people who may not be shown any more', async () => {
    const { review, page, last, close } = bench()
    const made = review()
    made.write(page(), { criteria: ['PM6', 'PM2'], evidence: { PM6: { ja: '両親にない。', en: null }, PM2: { ja: '登録なし。', en: null } } })
    await made.keep(hit)
    made.write(page(), { criteria: ['PM6', 'PM2', 'PP1_Moderate'] })
    close('PM6', 'PP1')
    expect(made.draft(page())).toMatchObject({ criteria: ['PM2'], evidence: { PM2: { ja: '登録なし。', en: null } } })
    await made.candidate(hit)
    await made.classify(hit, 'likely_pathogenic')
    expect(last()?.criteria).toEqual(['PM2'])
    expect(Object.keys(last()?.evidence ?? {})).toEqual(['PM2'])
    expect(made.unrecorded(page())).toBe(false)
    await made.undo()
    expect(last()).toMatchObject({ verdict: 'candidate', criteria: ['PM2'] })
    await made.undo()
    expect(last()).toMatchObject({ verdict: 'open', criteria: [] })
  })

  it('waits as a draft where a dismissal has other words', async () => {
    const { review, page, last } = bench()
    const made = review()
    made.write(page(), { note: '機能解析を確認する。', criteria: ['PM2'] })
    await made.dismiss(hit, ['other'], '既報と一致しない。')
    expect(last()).toMatchObject({ note: '既報と一致しない。', criteria: ['PM2'] })
    expect([made.draft(page()).note, made.unrecorded(page())]).toEqual(['機能解析を確認する。', true])
  })

  it('is a draft again after undoing what it was recorded with', async () => {
    const { review, page, last } = bench()
    const made = review()
    made.write(page(), { note: '機能解析を確認する。', criteria: ['PM2'] })
    await made.dismiss(hit, ['technical'], '')
    await made.undo()
    expect(last()).toMatchObject({ verdict: 'open', note: null, criteria: [] })
    expect([made.draft(page()), made.unrecorded(page())]).toEqual([{ note: '機能解析を確認する。', noteEn: '', criteria: ['PM2'], evidence: {} }, true])
  })

  it('stays when an older decision is undone, and when one is taken back', async () => {
    const { review, page } = bench()
    const made = review()
    await made.candidate(hit)
    made.write(page(), { note: 'あとで書いた。' })
    await made.undo()
    expect(made.draft(page()).note).toBe('あとで書いた。')
    await made.candidate(hit)
    made.write(page(), { note: 'さらに書いた。' })
    await made.withdraw(hit)
    expect([made.draft(page()).note, made.unrecorded(page())]).toEqual(['さらに書いた。', true])
  })

  it('stays what was written while another decision was being recorded', async () => {
    const { review, page, slow } = bench()
    const made = review()
    let go = (): void => {}
    slow(new Promise<void>((done) => (go = done)))
    made.write(page(), { note: '前' })
    const recording = made.candidate(hit)
    await new Promise((done) => setTimeout(done))
    made.write(page(), { note: '前と後' })
    go()
    await recording
    expect([page().decision?.note, made.draft(page()).note]).toEqual(['前', '前と後'])
  })

  it('is sent in its parts: what a colleague recorded meanwhile is not overwritten', async () => {
    const { review, page, last } = bench()
    const made = review()
    made.write(page(), { note: '母由来。' })
    enter('mori')
    const other = review()
    other.write(page(), { criteria: ['PVS1'] })
    await other.keep(hit)
    await made.keep(hit)
    expect(last()).toMatchObject({ note: '母由来。', criteria: ['PVS1'] })
  })

  it('outlives the screen and the lock, for this case alone', async () => {
    const first = bench()
    first.review().write(first.page(), { note: '途中' })
    expect(first.review().draft(first.page()).note).toBe('途中')
    session.left(true)
    enter('aoki')
    expect(first.review().draft(first.page()).note).toBe('途中')
    const other = bench('B')
    expect(other.review().unrecorded(other.page())).toBe(false)
  })

  it('is gone once another person signs in', async () => {
    const { review, page } = bench()
    review().write(page(), { note: '途中' })
    session.left()
    enter('mori')
    expect(review().unrecorded(page())).toBe(false)
    session.left()
    enter('aoki')
    expect(review().unrecorded(page())).toBe(false)
  })

  it('is gone when it is recorded or thrown away', async () => {
    const { review, page } = bench()
    review().write(page(), { note: '途中' })
    review().discard(page())
    expect(review().unrecorded(page())).toBe(false)
    review().write(page(), { note: '記録' })
    await review().keep(hit)
    expect(review().unrecorded(page())).toBe(false)
  })
})

describe('what was done', () => {
  it('is told to who did it and to nobody at a window that was locked meanwhile', async () => {
    const { review, slow } = bench()
    const made = review()
    await made.candidate(hit)
    expect(toasts.shown).toHaveLength(1)
    toasts.clear()
    let go = (): void => {}
    slow(new Promise<void>((done) => (go = done)))
    const recording = made.classify(hit, 'pathogenic')
    session.left(true)
    go()
    await recording
    expect(toasts.shown).toEqual([])
  })
})

describe('what speaks for a criterion', () => {
  const PM2 = { criterion: 'PM2_Supporting', evidence: { key: 'evidence_pm2_absent', args: { population: '-', frequency: '0', limit: '0.00001' } }, source: '', missing: [] } as unknown as ProposalLine
  const BOTH = { ja: expect.stringContaining('登録がない'), en: expect.stringContaining('1.0e-5') }

  afterEach(() => (language.current = 'ja'))

  it('is recorded in both languages where a proposal is accepted or chosen by hand', async () => {
    for (const choose of [(made: Review, page: VariantPage) => made.accept(page, ['PM2_Supporting']), (made: Review, page: VariantPage) => made.choose(page, ['PM2_Supporting', 'PS3'])]) {
      enter('nobody')
      enter('aoki')
      const { review, page, last } = bench('A', [PM2])
      const made = review()
      choose(made, page())
      await made.keep(hit)
      expect(last()?.evidence).toEqual({ PM2: BOTH })
      expect([made.draft(page()).evidence, made.unrecorded(page())]).toEqual([{ PM2: BOTH }, false])
    }
  })

  it('is what a person writes, in the language of the window, and not beside what was proposed in the other one', async () => {
    const { review, page, last } = bench('A', [PM2])
    const made = review()
    made.accept(page(), ['PM2_Supporting'])
    made.argue(page(), 'PM2', '自施設の1,200人にもない。')
    language.current = 'en'
    made.choose(page(), ['PM2_Supporting', 'PS3'])
    made.argue(page(), 'PS3', 'PMID 1')
    await made.keep(hit)
    expect(last()?.evidence).toEqual({ PM2: { ja: '自施設の1,200人にもない。', en: null }, PS3: { ja: null, en: 'PMID 1' } })
    made.argue(page(), 'PS3', 'PMID 2')
    expect(made.unrecorded(page())).toBe(true)
    made.argue(page(), 'PS3', 'PMID 1')
    expect(made.unrecorded(page())).toBe(false)
  })

  it('goes with the criterion, stays with a new class, and comes back with an undo', async () => {
    const { review, page, last } = bench('A', [PM2])
    const made = review()
    made.accept(page(), ['PM2_Supporting'])
    await made.classify(hit, 'uncertain_significance')
    await made.classify(hit, 'likely_benign')
    expect(last()?.evidence).toEqual({ PM2: BOTH })
    made.choose(page(), [])
    await made.keep(hit)
    expect(last()?.evidence).toEqual({})
    await made.undo()
    expect(last()).toMatchObject({ criteria: ['PM2_Supporting'], evidence: { PM2: BOTH } })
  })

  it('is what is proposed now where a proposal takes the place of another strength', () => {
    const { review, page } = bench('A', [PM2])
    const made = review()
    made.choose(page(), ['PM2'])
    expect(made.draft(page()).evidence).toEqual({})
    made.argue(page(), 'PM2', '古い根拠')
    made.accept(page(), ['PM2_Supporting'])
    expect(made.draft(page())).toMatchObject({ criteria: ['PM2_Supporting'], evidence: { PM2: BOTH } })
    made.choose(page(), ['PM2'])
    expect(made.draft(page()).evidence).toEqual({})
  })

  it('does not come back by itself where a person took it away', () => {
    const { review, page } = bench('A', [PM2])
    const made = review()
    made.accept(page(), ['PM2_Supporting'])
    made.argue(page(), 'PM2', '')
    made.choose(page(), ['PM2_Supporting', 'PS3'])
    expect(made.draft(page()).evidence['PM2']?.ja ?? null).toBe(null)
  })
})
