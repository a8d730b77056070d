import type { PanelRequest, ReportPage } from '$backend/bindings'

/** A recommended step in both languages; the documents print them side by side, so they stay in pairs. */
export interface Step {
  ja: string
  en: string
}

/** The panel's decision while it is being written. */
export interface Draft {
  decisionJa: string
  decisionEn: string
  members: string[]
  steps: Step[]
}

/** The form as it begins: what was recorded last, else empty. */
export function draftOf(page: ReportPage): Draft {
  const length = Math.max(page.next_steps_ja.length, page.next_steps_en.length)
  return {
    decisionJa: page.panel?.decision_ja ?? '',
    decisionEn: page.panel?.decision_en ?? '',
    members: [...(page.panel?.members ?? [])],
    steps: Array.from({ length }, (_, at) => ({ ja: page.next_steps_ja[at] ?? '', en: page.next_steps_en[at] ?? '' })),
  }
}

/** What is sent: without empty members and steps. A step without Japanese has nothing to stand beside. */
export function requestOf(id: string, draft: Draft): PanelRequest {
  const steps = draft.steps.map((step) => ({ ja: step.ja.trim(), en: step.en.trim() })).filter((step) => step.ja !== '' || step.en !== '')
  const english = steps.map((step) => step.en)
  while (english.at(-1) === '') english.pop()
  return {
    case: id,
    decision_ja: draft.decisionJa.trim(),
    decision_en: draft.decisionEn.trim() || null,
    members: draft.members.map((member) => member.trim()).filter((member) => member !== ''),
    next_steps_ja: steps.map((step) => step.ja),
    next_steps_en: english,
  }
}

export type Problem = 'decision' | 'members' | { step: number }

/** What keeps the decision from being recorded. */
export function problemsOf(draft: Draft): Problem[] {
  const problems: Problem[] = []
  if (draft.decisionJa.trim() === '') problems.push('decision')
  if (draft.members.every((member) => member.trim() === '')) problems.push('members')
  draft.steps.forEach((step, at) => {
    if (step.ja.trim() === '' && step.en.trim() !== '') problems.push({ step: at })
  })
  return problems
}
