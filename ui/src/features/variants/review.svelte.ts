import type { ClassName, CriterionLine, DecisionPage, DecisionRequest, DismissalReason, ProposalLine, VariantPage, Words } from '$backend/bindings'
import { BackendError } from '$backend/error'
import * as m from '$messages'
import { Drafts } from '$shared/drafts.svelte'
import { language } from '$shared/language.svelte'
import { session } from '$shared/session.svelte'
import { known, text } from '$shared/text'
import { toasts, type Toast } from '$shared/toast.svelte'
import { codeOf } from './decision/criterion'
import { argued } from './decision/evidence'
import { LETTERS, nameOf, standing, type Hit } from './hit'
import type { Shortlist } from './shortlist.svelte'

/** What a person has chosen or written about a variant. */
export interface Draft {
  criteria: readonly string[]
  /** What speaks for each criterion, by its code. */
  evidence: Readonly<Record<string, Words>>
  note: string
  noteEn: string
}

/** Of a variant, by its key, the parts that are not recorded yet. */
const drafts = new Drafts<Partial<Draft>>()

interface Done {
  hit: Hit
  before: DecisionPage | null
  /** What of the draft was recorded with it. */
  written: Partial<Draft>
}

interface Change {
  change: Partial<DecisionRequest>
  said: string
  /** What of the draft is recorded with it; all of it, where nothing else is said. */
  taken?: Partial<Draft>
}

/** What people decide about the variants of a case. Every decision is an event; undoing one records what stood before. */
export class Review {
  lines = $state.raw<readonly CriterionLine[]>([])
  /** The variant whose dismissal or report is being asked about. */
  dismissing = $state.raw<Hit>()
  reporting = $state.raw<{ hit: Hit; page: VariantPage }>()
  busy = $state(false)

  readonly #drafts
  readonly #user = session.user
  #done: Done[] = []
  /** Decisions are recorded one after the other, in the order of the keys. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(readonly shortlist: Pick<Shortlist, 'id' | 'backend' | 'filtered' | 'list' | 'page' | 'pageOf' | 'decided'>) {
    this.#drafts = drafts.of(shortlist.id)
  }

  async load(): Promise<void> {
    this.lines = await this.shortlist.backend.criteria()
  }

  draft(page: VariantPage): Draft {
    return { ...recorded(standing(page)), ...this.#begun(page) }
  }

  /** Whether something is chosen or written that is not recorded. */
  unrecorded(page: VariantPage): boolean {
    return Object.keys(beyond(this.#begun(page), recorded(standing(page)))).length > 0
  }

  write(page: VariantPage, part: Partial<Draft>): void {
    this.#keep(page.row.key, { ...this.#begun(page), ...part }, recorded(standing(page)))
  }

  /** What is chosen or written and not recorded, as far as it may be told. */
  #begun(page: VariantPage): Partial<Draft> {
    return told(this.#drafts.get(page.row.key) ?? {}, page)
  }

  /** Keeps what is written beyond what is recorded. */
  #keep(key: string, written: Partial<Draft>, known: Partial<Draft>): void {
    const left = beyond(written, known)
    if (Object.keys(left).length === 0) this.#drafts.delete(key)
    else this.#drafts.set(key, left)
  }

  /**
   * Writes which criteria are chosen, in their own order. One that is chosen now as it is proposed has the evidence of the
   * proposal; at another strength it has none of a proposal, only what a person wrote.
   */
  choose(page: VariantPage, criteria: readonly string[]): void {
    const before = this.draft(page)
    const place = (criterion: string): number => this.lines.findIndex((line) => line.code === codeOf(criterion))
    const evidence = { ...before.evidence }
    for (const chosen of criteria.filter((criterion) => !before.criteria.includes(criterion))) {
      const code = codeOf(chosen)
      const proposal = page.proposals.find(({ criterion }) => codeOf(criterion) === code)
      if (proposal?.criterion === chosen) evidence[code] = argued(proposal.evidence)
      else if (proposal !== undefined && alike({ [code]: evidence[code] ?? NONE }, { [code]: argued(proposal.evidence) })) delete evidence[code]
    }
    this.write(page, { criteria: criteria.toSorted((a, b) => place(a) - place(b)), evidence: only(evidence, criteria) })
  }

  /** Writes what speaks for a criterion, in the language of the window; the proposal's words in the other one do not stay beside it. */
  argue(page: VariantPage, code: string, words: string): void {
    const { evidence } = this.draft(page)
    const proposal = page.proposals.find(({ criterion }) => codeOf(criterion) === code)
    const proposed = proposal === undefined ? NONE : argued(proposal.evidence)
    const other = language.current === 'ja' ? 'en' : 'ja'
    const said = evidence[code]?.[other] ?? null
    const kept = said === proposed[other] && words !== proposed[language.current] ? null : said
    this.write(page, { evidence: { ...evidence, [code]: { ...NONE, [other]: kept, [language.current]: words || null } } })
  }

  /** The proposals whose criterion is not chosen at any strength. */
  open(page: VariantPage): readonly ProposalLine[] {
    const chosen = this.draft(page).criteria.map(codeOf)
    return page.proposals.filter(({ criterion }) => !chosen.includes(codeOf(criterion)))
  }

  /** Chooses what is proposed, with its evidence, in place of the same criteria at another strength. */
  accept(page: VariantPage, proposed: readonly string[]): void {
    const codes = proposed.map(codeOf)
    const others = this.draft(page).criteria.filter((criterion) => !codes.includes(codeOf(criterion)))
    this.choose(page, [...others, ...proposed])
  }

  /** Chooses every proposal about the variant in view that is open. */
  acceptAll(): void {
    const page = this.shortlist.page
    if (page === undefined) return
    const open = this.open(page).map(({ criterion }) => criterion)
    if (open.length > 0) this.accept(page, open)
    toasts.show(open.length > 0 ? m.review_proposals_accepted({ criteria: open.join(' ') }) : m.review_proposals_all_accepted())
  }

  discard(page: VariantPage): void {
    this.#drafts.delete(page.row.key)
  }

  classify(hit: Hit, to: ClassName): Promise<boolean> {
    return this.#record(hit, (before) => {
      const verdict = before?.verdict ?? 'candidate'
      const said = { variant: nameOf(hit), class: LETTERS[to] }
      return { change: { verdict, class: to }, said: before === null ? m.review_done_class_candidate(said) : m.review_done_class(said) }
    })
  }

  candidate(hit: Hit): Promise<boolean> {
    return this.#record(hit, (before) => {
      if (before?.verdict === 'candidate') {
        toasts.show(m.review_already_candidate({ variant: nameOf(hit) }))
        return undefined
      }
      return { change: { verdict: 'candidate' }, said: m.review_done_candidate({ variant: nameOf(hit) }) }
    })
  }

  /** Puts a variant aside. Without words of its own it leaves the note as it is; what was begun of another note waits. */
  dismiss(hit: Hit, reasons: DismissalReason[], words: string): Promise<boolean> {
    const note = words.trim()
    return this.#record(hit, (_, { criteria, evidence, noteEn }) => ({
      change: { verdict: 'dismissed', reasons, ...(note === '' ? {} : { note }) },
      said: m.review_done_dismissed({ variant: nameOf(hit) }),
      ...(note === '' ? {} : { taken: { criteria, evidence, noteEn } }),
    }))
  }

  report(hit: Hit, change: Pick<DecisionRequest, 'class' | 'disease' | 'note' | 'note_en'>): Promise<boolean> {
    return this.#record(hit, () => ({ change: { ...change, verdict: 'reported' }, said: m.review_done_reported({ variant: nameOf(hit) }) }))
  }

  /** Records criteria, evidence and note; verdict and class stay as they are. */
  keep(hit: Hit): Promise<boolean> {
    return this.#record(hit, (before) => ({ change: { verdict: before?.verdict ?? 'candidate' }, said: m.review_done_criteria({ variant: nameOf(hit) }) }))
  }

  withdraw(hit: Hit): Promise<boolean> {
    return this.#record(hit, (before) => (before === null ? undefined : { change: taken, said: m.review_done_open({ variant: nameOf(hit) }), taken: {} }))
  }

  /** Asks what to report of a variant, after the decisions that are still being recorded: the form begins with them. */
  ask(hit: Hit): Promise<boolean> {
    return this.#queue(async () => {
      this.reporting = { hit, page: await this.shortlist.pageOf(hit) }
      return true
    })
  }

  /** Puts the latest decision of this sitting back to what stood before it. */
  undo(): Promise<boolean> {
    return this.#queue(async () => {
      const done = this.#done.pop()
      if (done === undefined) {
        toasts.show(m.review_nothing_to_undo())
        return false
      }
      const { hit, before, written } = done
      try {
        // As it may be told now: a consent may have changed since.
        const { history } = await this.shortlist.pageOf(hit)
        const told = before === null ? null : (history.find(({ id }) => id === before.id) ?? before)
        await this.shortlist.backend.decideVariant(told === null ? { ...this.#request(hit), ...taken } : again(this.#request(hit), told))
      } catch (thrown) {
        this.#done.push(done)
        throw thrown
      }
      // What was written stays, and what was recorded with the decision is a draft again.
      this.#keep(hit.key, { ...written, ...this.#drafts.get(hit.key) }, recorded(before))
      await this.shortlist.decided(hit)
      if (hit.view === this.shortlist.filtered?.view) this.shortlist.list?.select(hit.place)
      this.#tell(m.review_undone({ variant: nameOf(hit) }), { tone: 'good' })
      return true
    })
  }

  #record(hit: Hit, what: (before: DecisionPage | null, draft: Draft) => Change | undefined): Promise<boolean> {
    return this.#queue(async () => {
      const page = await this.shortlist.pageOf(hit)
      const before = standing(page)
      const draft = this.draft(page)
      const written = this.#begun(page)
      const asked = what(before, draft)
      if (asked === undefined) return false
      const kept = before === null ? this.#request(hit) : again(this.#request(hit), before)
      const request: DecisionRequest = { ...kept, criteria: [...draft.criteria], evidence: only(draft.evidence, draft.criteria), note: draft.note.trim() || null, note_en: draft.noteEn.trim() || null, ...asked.change }
      if (request.verdict !== 'dismissed') request.reasons = []
      await this.shortlist.backend.decideVariant(request)
      this.#done = [...this.#done.slice(-99), { hit, before, written }]
      // What was written while it was being recorded is a draft still.
      this.#keep(hit.key, this.#begun(page), asked.taken ?? draft)
      await this.shortlist.decided(hit)
      this.#tell(asked.said, { tone: 'good', action: { title: m.shared_undo(), run: () => void this.undo() } })
      return true
    })
  }

  #request(hit: Hit): DecisionRequest {
    return { case: this.shortlist.id, key: hit.key, gene: hit.gene || null, verdict: 'open', class: null, criteria: [], evidence: {}, reasons: [], note: null, note_en: null, disease: null }
  }

  #queue(work: () => Promise<boolean>): Promise<boolean> {
    const next = this.#last.then(async () => {
      this.busy = true
      try {
        return await work()
      } catch (thrown) {
        const { messageKey, args } = BackendError.from(thrown)
        this.#tell(known(messageKey) ? `${m.review_failed()} ${text(messageKey, args)}` : m.review_failed(), { tone: 'bad' })
        return false
      } finally {
        this.busy = false
      }
    })
    this.#last = next
    return next
  }

  /** Only to who did it: a variant is not named on a window that was locked meanwhile. */
  #tell(said: string, options: { tone: Toast['tone']; action?: Toast['action'] }): void {
    if (session.user === this.#user) toasts.show(said, options)
  }
}

const NONE: Words = { ja: null, en: null }
const taken = { verdict: 'open', class: null, criteria: [], evidence: {}, reasons: [], note: null, note_en: null, disease: null } satisfies Partial<DecisionRequest>

function again(request: DecisionRequest, { verdict, class: given, criteria, evidence, reasons, note, note_en, disease }: DecisionPage): DecisionRequest {
  return { ...request, verdict, class: given, criteria: [...criteria], evidence, reasons: [...reasons], note, note_en, disease }
}

function recorded(decision: DecisionPage | null): Draft {
  return { criteria: decision?.criteria ?? [], evidence: decision?.evidence ?? {}, note: decision?.note ?? '', noteEn: decision?.note_en ?? '' }
}

/** The parts that are not as known. */
function beyond({ criteria, evidence, note, noteEn }: Partial<Draft>, known: Partial<Draft>): Partial<Draft> {
  return {
    ...(criteria === undefined || criteria.join() === known.criteria?.join() ? {} : { criteria }),
    ...(evidence === undefined || alike(evidence, known.evidence ?? {}) ? {} : { evidence }),
    ...(note === undefined || note === known.note ? {} : { note }),
    ...(noteEn === undefined || noteEn === known.noteEn ? {} : { noteEn }),
  }
}

/** Without the criteria that tell of people who may not be shown any more. */
function told<Chosen extends Partial<Pick<Draft, 'criteria' | 'evidence'>>>(chosen: Chosen, { untold }: VariantPage): Chosen {
  if (untold.length === 0) return chosen
  const { criteria, evidence } = chosen
  const may = (criterion: string): boolean => !untold.includes(codeOf(criterion))
  return {
    ...chosen,
    ...(criteria === undefined ? {} : { criteria: criteria.filter(may) }),
    ...(evidence === undefined ? {} : { evidence: Object.fromEntries(Object.entries(evidence).filter(([code]) => may(code))) }),
  }
}

/** Of the evidence what speaks for these criteria. */
function only(evidence: Draft['evidence'], criteria: readonly string[]): Record<string, Words> {
  const codes = criteria.map(codeOf)
  return Object.fromEntries(Object.entries(evidence).filter(([code]) => codes.includes(code)))
}

function alike(one: Draft['evidence'], other: Draft['evidence']): boolean {
  const said = (evidence: Draft['evidence']): string => JSON.stringify(Object.entries(evidence).flatMap(([code, { ja, en }]) => (ja || en ? [[code, ja || null, en || null]] : [])).sort())
  return said(one) === said(other)
}
