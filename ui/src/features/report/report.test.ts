import { describe, expect, it } from 'vitest'
import type { Backend } from '$backend/backend'
import type { DocumentRequest, LanguageName, MissingName, ReportPage } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { criterion } from './criterion'
import { edition } from './edition'
import { draftOf, problemsOf, requestOf } from './panel'
import { Preview } from './preview.svelte'
import { CaseReport } from './report.svelte'

const page: ReportPage = {
  case: 'A',
  findings: [],
  candidates: 0,
  dismissed: 0,
  panel: { decision_ja: '決定', decision_en: null, members: ['甲'] },
  next_steps_ja: ['一', '二', '三'],
  next_steps_en: ['one', '', 'three'],
  documents: [],
  facility: null,
}

describe('a criterion as it is written', () => {
  it('has the strength of its word, else of its name', () => {
    expect(criterion('PM2_Supporting')).toEqual({ code: 'PM2', strength: 'supporting' })
    expect(criterion('PVS1')).toEqual({ code: 'PVS1', strength: 'very_strong' })
    expect(criterion('PS2_Very_Strong').strength).toBe('very_strong')
    expect(criterion('PS2_VeryStrong').strength).toBe('very_strong')
    expect(['PS1', 'PM1', 'PP4', 'BA1', 'BS1', 'BP4'].map((code) => criterion(code).strength)).toEqual(['strong', 'moderate', 'supporting', 'stand_alone', 'strong', 'supporting'])
  })
})

describe('the form of the panel', () => {
  it('keeps the two languages of a step side by side, holes and all', () => {
    expect(requestOf('A', draftOf(page))).toMatchObject({ next_steps_ja: ['一', '二', '三'], next_steps_en: ['one', '', 'three'] })
  })

  it('leaves empty rows out and cuts English that is missing at the end', () => {
    const request = requestOf('A', { decisionJa: ' 決定 ', decisionEn: ' ', members: ['', ' 甲 '], steps: [{ ja: '', en: '' }, { ja: '一', en: 'one' }, { ja: '二', en: ' ' }] })
    expect(request).toEqual({ case: 'A', decision_ja: '決定', decision_en: null, members: ['甲'], next_steps_ja: ['一', '二'], next_steps_en: ['one'] })
  })

  it('says what is missing, a step with English alone too, because the documents print pairs', () => {
    expect(problemsOf({ decisionJa: ' ', decisionEn: '', members: [''], steps: [{ ja: '', en: 'one' }] })).toEqual(['decision', 'members', { step: 0 }])
    expect(problemsOf(draftOf(page))).toEqual([])
  })

  it('knows whether anything differs from what was recorded', () => {
    const draft = draftOf(page)
    expect(requestOf('SHI', { ...draft, members: [...draft.members, ''] })).toEqual(requestOf('SHI', draft))
  })
})

describe('editions', () => {
  it('count by language from the oldest', () => {
    const line = (id: string, language: 'ja' | 'en') => ({ id, language, sha256: '', author: '', time: '' })
    const document = { kind: 'physician' as const, missing: [], released: [line('c', 'ja'), line('b', 'en'), line('a', 'ja')] }
    expect(document.released.map((each) => edition(document, each))).toEqual([2, 1, 1])
  })
})

describe('what keeps a document from being released', () => {
  const lists = { physician: ['data', 'panel_decision', 'facility', 'english'], patient: ['data', 'panel_decision', 'facility', 'english'], consent: ['facility'] } satisfies Record<string, MissingName[]>
  async function report(): Promise<CaseReport> {
    const documents: ReportPage['documents'] = (['physician', 'patient', 'consent'] as const).map((kind) => ({ kind, missing: lists[kind], released: [] }))
    const made = new CaseReport({ reportPage: () => Promise.resolve({ ...page, documents }), recordPanel: () => Promise.resolve(null) }, 'A')
    await made.load()
    return made
  }

  it('is its own list: the copy of the consent is not held for want of a result', async () => {
    const made = await report()
    expect(made.missing('consent', 'ja')).toEqual(['facility'])
    expect(made.missing('patient', 'ja')).toEqual(['data', 'panel_decision', 'facility'])
  })

  it('counts missing English for English alone', async () => {
    const made = await report()
    const english = (language: LanguageName): boolean => made.missing('physician', language).includes('english')
    expect([english('ja'), english('en')]).toEqual([false, true])
  })
})

describe('the preview', () => {
  /** A workbench whose documents change with what was recorded, and which answers when told to. */
  function bench() {
    const asked: { request: DocumentRequest; answer: (text: string) => void; fail: (error: unknown) => void }[] = []
    const backend = {
      previewDocument: (request: DocumentRequest) =>
        new Promise((done, fail) => asked.push({ request, answer: (text) => done({ pdf: { base64: btoa(text), sha256: text, file_name: '' }, changes: [] }), fail })),
      releaseDocument: ({ sha256 }: { sha256: string }) =>
        sha256 === 'new' ? Promise.resolve({ id: 'e', language: 'ja', sha256, author: '', time: '' }) : Promise.reject(new BackendError({ code: 'changed', message_key: 'fault_changed' })),
    } as unknown as Backend
    return { preview: new Preview(backend, 'A'), asked }
  }
  const rest = () => new Promise((done) => setTimeout(done))

  it('asks for a document once and keeps it', async () => {
    const { preview, asked } = bench()
    preview.show('physician', 'ja')
    expect(preview.busy).toBe(true)
    asked[0]?.answer('old')
    await rest()
    expect([preview.busy, preview.current, preview.sheet?.sha256]).toEqual([false, true, 'old'])
    preview.show('patient', 'ja')
    expect(preview.sheet).toBeUndefined()
    preview.show('physician', 'ja')
    expect(asked).toHaveLength(2)
    expect(preview.sheet?.sha256).toBe('old')
  })

  it('marks what is on screen as old when something is recorded, and sets it anew', async () => {
    const { preview, asked } = bench()
    preview.show('physician', 'ja')
    asked[0]?.answer('old')
    await rest()
    preview.recorded()
    expect([preview.stale, preview.current, preview.sheet?.sha256]).toEqual([true, false, 'old'])
    asked[1]?.answer('new')
    await rest()
    expect([preview.stale, preview.current, preview.sheet?.sha256]).toEqual([false, true, 'new'])
  })

  it('never takes a document from before a record for the one after it, whichever comes last', async () => {
    const { preview, asked } = bench()
    preview.show('physician', 'ja')
    preview.recorded()
    asked[1]?.answer('new')
    await rest()
    asked[0]?.answer('old')
    await rest()
    expect([preview.stale, preview.sheet?.sha256]).toEqual([false, 'new'])
  })

  it('releases only what was looked at: a change in between sets the document anew and says so', async () => {
    const { preview, asked } = bench()
    preview.show('physician', 'ja')
    asked[0]?.answer('old')
    await rest()
    expect(await preview.release()).toBeUndefined()
    expect([preview.overtaken, preview.busy, preview.current]).toEqual([true, true, false])
    asked[1]?.answer('new')
    await rest()
    expect((await preview.release())?.id).toBe('e')
    expect(preview.overtaken).toBe(false)
  })
})
