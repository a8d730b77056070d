import type { Commands } from '../backend'
import type { DocumentName, DocumentRequest, FaultCode, MissingName, Pdf, ReleaseLine, ReportedChange } from '../bindings'
import { BackendError } from '../error'
import { asked, roleAsked } from './wire'
import { base64, paper, sha256, type Block } from './paper'
import { recorded, type Recorded } from './report_case'
import { may } from './roles'

/** What the documents call the variants, as the list does. */
const CHANGES: Record<string, [string, string]> = { '6-64574123-A-AT': ['c.4957dup', 'p.(Ser1653LysfsTer2)'], '6-63721015-T-C': ['c.8804A>G', 'p.(Tyr2935Cys)'] }
const kept = new Map<string, Pdf>()
/** A colleague records something while the dialog is open, once: `?state=changed`. */
let overtaking = asked === 'changed'

const fault = (code: FaultCode, detail: string, retry = false): BackendError => new BackendError({ code, message_key: `fault_${code}`, args: [{ name: 'detail', value: detail }], retry })

function of(id: string): Recorded {
  const found = recorded.get(id)
  if (found === undefined) throw fault('bad_input', `${id}: no such case`)
  return found
}

const DOCUMENTS: readonly DocumentName[] = ['physician', 'patient', 'consent']

/** What keeps a document from being released; the copy of the consent needs no result. */
function missing({ page, agrees, sequenced }: Recorded, kind: DocumentName): MissingName[] {
  const result = kind !== 'consent'
  const english = page.panel?.decision_en !== null && page.next_steps_en.length >= page.next_steps_ja.length && page.findings.every((finding) => finding.comment_ja === null || finding.comment_en !== null)
  const checks: [MissingName, boolean][] = [
    ['consent', !agrees],
    ['data', result && !sequenced],
    ['panel_decision', result && page.panel === null],
    ['facility', page.facility === null],
    ['english', result && !english],
  ]
  return checks.filter(([, stands]) => stands).map(([name]) => name)
}

const CLASSES = { pathogenic: '病的 (P)', likely_pathogenic: '病的の可能性が高い (LP)', uncertain_significance: '意義不明 (VUS)', likely_benign: '良性の可能性が高い (LB)', benign: '良性 (B)' }

function blocks({ kind, language }: DocumentRequest, signed: boolean, { page, patient, indication_ja, indication_en, agreed }: Recorded): Block[] {
  const ja = language === 'ja'
  const titles = { physician: ['全ゲノム解析結果報告書（医師向け）', 'Genome analysis report'], patient: ['検査の結果のご説明', 'Your result explained'], consent: ['同意の内容の控え', 'Copy of the consent'] }
  const facts: Block = {
    facts: [
      [ja ? '患者' : 'Patient', patient || '–'],
      [ja ? '症例番号' : 'Case', page.case],
      [ja ? '発行' : 'Issued by', page.facility ?? '–'],
    ],
  }
  const stage = signed ? (kind === 'physician' ? (ja ? '確定　' : 'Signed, ') : '') : ja ? '下書き（未確定）　' : 'Draft, not signed, '
  const head: Block[] = [{ title: titles[kind][ja ? 0 : 1] ?? '', mark: stage + (ja ? '研究グレード　未確認　（架空のデータ）' : 'research grade, unconfirmed (invented data)') }, facts]
  if (kind === 'consent') return [...head, { heading: ja ? '同意いただいた項目' : 'Agreed' }, { points: agreed.length > 0 ? agreed : ['–'] }]
  const steps = page.next_steps_ja.map((step, at) => (ja ? step : page.next_steps_en[at] || step))
  const decision = (ja ? page.panel?.decision_ja : page.panel?.decision_en) ?? page.panel?.decision_ja
  const nothing = ja ? '症状を説明するバリアントは検出されなかった。疾患を否定するものではない。' : 'No variant that explains the signs was found. That does not rule a disease out.'
  const limits: Block[] = [
    { heading: ja ? '方法の限界' : 'Limits' },
    {
      points: ja
        ? ['検出されないことは、バリアントがないことや疾患でないことを意味しない。', '反復配列の伸長、構造異常の一部、モザイクは検出できないことがある。', '臨床像の変化や新しい知見に応じて再解析を行う。']
        : ['Not found does not mean absent.', 'Repeat expansions, some structural variants and mosaicism may be missed.', 'The data are analysed again when the clinical picture or knowledge changes.'],
    },
  ]
  if (kind === 'patient')
    return [
      ...head,
      { heading: ja ? 'わかったこと' : 'What was found' },
      { words: page.findings.length === 0 ? (ja ? '今回の検査では、症状の原因と考えられる遺伝子の変化は見つかりませんでした。' : 'No change in a gene was found that explains the signs.') : ja ? `${page.findings[0]?.gene}という遺伝子に、症状の原因と考えられる変化が見つかりました。` : `A change was found in the gene ${page.findings[0]?.gene}.` },
      { heading: ja ? 'これからのこと' : 'What happens next' },
      { points: steps.length > 0 ? steps : ['–'] },
      { heading: ja ? '相談先' : 'Where to turn' },
      { words: page.facility ?? '–' },
    ]
  return [
    ...head,
    { heading: ja ? '結果の要約' : 'Result at a glance' },
    ...(page.findings.length === 0
      ? [{ words: nothing }]
      : [{ rows: [ja ? ['遺伝子', 'バリアント', '分類'] : ['Gene', 'Variant', 'Class'], ...page.findings.flatMap((finding) => finding.variants.map(({ key, class: given }) => [finding.gene, key.length > 30 ? `${key.slice(0, 30)}…` : key, CLASSES[given]]))], widths: [0.18, 0.5, 0.32] }]),
    { heading: ja ? '依頼理由' : 'Indication' },
    { words: ja ? indication_ja : indication_en },
    ...page.findings.flatMap((finding): Block[] => [{ heading: `${finding.gene}　${(ja ? finding.disease_ja : finding.disease_en) ?? ''}` }, { words: finding.variants.flatMap((variant) => variant.criteria).join('  ') || '–', quiet: true }, { words: (ja ? finding.comment_ja : finding.comment_en) ?? finding.comment_ja ?? '–' }]),
    { heading: ja ? 'エキスパートパネルの判断' : 'Decision of the panel' },
    { words: decision ?? (ja ? '記録なし' : 'None recorded') },
    { words: (page.panel?.members ?? []).join('、'), quiet: true },
    { heading: ja ? '推奨される対応' : 'Recommended steps' },
    { points: steps.length > 0 ? steps : ['–'] },
    ...limits,
  ]
}

/** What keeps a document in its language from being released. */
const lacks = ({ case: id, kind, language }: DocumentRequest): MissingName[] => missing(of(id), kind).filter((name) => name !== 'english' || language === 'en')

async function set(document: DocumentRequest, signed: boolean): Promise<Pdf> {
  if (asked === 'failing') throw fault('machine', '/var/lib/shirube/tmp: No space left on device (os error 28)', true)
  const record = of(document.case)
  const bytes = paper(document.language, record.page.facility ?? record.page.case, blocks(document, signed, record))
  return { base64: base64(bytes), sha256: await sha256(bytes), file_name: `${document.case}-${document.kind}.${document.language}.pdf` }
}

export const fake: Partial<Commands> = {
  async reportPage(id) {
    if (asked === 'broken') throw fault('program', 'report: the projection does not agree with the ledger')
    const record = of(id)
    return { ...record.page, documents: DOCUMENTS.map((kind) => ({ kind, missing: missing(record, kind), released: record.released[kind] })) }
  },
  previewDocument: async (document) => ({
    pdf: await set(document, may(roleAsked).includes('release') && lacks(document).length === 0),
    changes: of(document.case).page.findings.flatMap((finding) => finding.variants.map(({ key }): ReportedChange => ({ variant: key, hgvs_c: CHANGES[key]?.[0] ?? null, hgvs_p: CHANGES[key]?.[1] ?? null }))),
  }),
  async recordPanel(panel) {
    const { page } = of(panel.case)
    page.panel = { decision_ja: panel.decision_ja, decision_en: panel.decision_en, members: panel.members }
    page.next_steps_ja = panel.next_steps_ja
    page.next_steps_en = panel.next_steps_en
    return null
  },
  async releaseDocument({ sha256, ...document }) {
    const record = of(document.case)
    const { page } = record
    const lack = lacks(document)
    if (lack.length > 0) throw fault('bad_input', `cannot be released: ${lack.join(', ')} is missing`)
    if (overtaking) {
      overtaking = false
      page.findings[0]!.comment_ja += '（追記）眼底所見を再確認しました。'
    }
    const pdf = await set(document, true)
    if (pdf.sha256 !== sha256) throw fault('changed', 'the document is not the one that was looked at')
    const line: ReleaseLine = { id: crypto.randomUUID(), language: document.language, sha256, author: '見本 花子', time: '2026-11-16T06:30:00Z' }
    kept.set(line.id, pdf)
    record.released[document.kind].unshift(line)
    return line
  },
  async releasedDocument({ case: id, id: event }) {
    const released = kept.get(event)
    if (released !== undefined) return released
    const { released: lines } = of(id)
    const kind = DOCUMENTS.find((kind) => lines[kind].some((line) => line.id === event))
    const line = kind === undefined ? undefined : lines[kind].find((line) => line.id === event)
    if (kind === undefined || line === undefined) throw fault('bad_input', `${event}: no such release`)
    return set({ case: id, kind, language: line.language }, true)
  },
}
