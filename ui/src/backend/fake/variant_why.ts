import type { Argument, Explained, ExplainedRow, Reason } from '../bindings'
import { BackendError } from '../error'
import { gene } from './variant_genes'
import { keyOf, PATTERNS, type Universe } from './variant_rows'

function say(key: string, args: Record<string, string> = {}): Reason {
  return { key, args: Object.entries(args).map(([name, value]): Argument => ({ name, value })) }
}

/** Every sentence once: `rs1` asks for the first. */
const ANSWERS: readonly (readonly [step: string, reasons: readonly Reason[]])[] = [
  ['frequency', [say('why_frequency', { value: '0.0342', population: 'tommo', limit: '0.01' })]],
  ['frequency', [say('why_frequency_largest', { value: '0.0021', limit: '0.0001' })]],
  ['quality', [say('why_filter_column', { value: 'LowQual' })]],
  ['quality', [say('why_depth', { value: '5', limit: '8' })]],
  ['quality', [say('why_genotype_quality', { value: '12', limit: '20' })]],
  ['quality', [say('why_balance', { alternate: '4', depth: '38', low: '20', high: '80' })]],
  ['consequence', [say('why_consequence', { term: 'intron_variant' })]],
  ['consequence', [say('why_consequence_spliceai', { term: 'synonymous_variant', spliceai: '0.08' })]],
  ['consequence', [say('why_not_annotated')]],
  ['inheritance', [say('why_no_second_variant'), say('why_too_common_for_pattern', { pattern: 'dominant' }), say('why_genotype_against_pattern', { pattern: 'de_novo', person: 'F1-3' }), say('why_genotype_against_pattern', { pattern: 'recessive', person: 'F1-1' })]],
  ['inheritance', [say('why_origin_not_shown', { pattern: 'de_novo' })]],
  ['carried', [say('why_not_carried')]],
  ['carried', [say('why_not_called')]],
  ['region', [say('why_outside_regions', { regions: 'chr6:63500000-65800000' })]],
  ['panel', [say('why_not_in_panel', { genes: 'MUC16' })]],
  ['panel', [say('why_in_no_gene')]],
  ['clinvar', [say('why_clinvar_none')]],
  ['clinvar', [say('why_clinvar', { class: 'uncertain_significance' })]],
  ['clinvar', [say('why_clinvar_starless', { class: 'pathogenic' })]],
  ['clinvar', [say('why_clinvar_status_not_given', { class: 'likely_pathogenic' })]],
  ['clinvar', [say('why_clinvar_means_reference', { class: 'pathogenic' })]],
  ['allele', [say('why_no_allele_star')]],
  ['allele', [say('why_no_allele_nonref')]],
  ['kind', [say('why_kind_small')]],
  ['kind', [say('why_kind_structural')]],
  ['kind', [say('why_kind_repeat')]],
]

/** What the workbench says about a place, on examples. */
export function explained(all: Universe, query: string, shown: readonly number[], dismissed: (row: number) => boolean): Explained {
  const blank = { query, callable: null, there: [], rows: [] }
  const found = (rows: ExplainedRow[]): Explained => ({ ...blank, answer: 'found', rows })
  const rs = /^rs(\d+)$/i.exec(query)
  if (rs !== null) {
    const [step, reasons] = ANSWERS[(Number(rs[1]) - 1) % ANSWERS.length] ?? ['frequency', []]
    return found([{ row: 900, key: keyOf(all, 900), genes: ['MUC16'], shown: false, removed_by: step, reasons: [...reasons], patterns: [] }])
  }
  if (/BRCA2|^(chr)?13[:-]/i.test(query)) return { ...blank, answer: 'not_analysed' }
  const row = [...all.written].find(([at, written]) => written.key === query || `${gene(all.gene[at] ?? 0).symbol}:${written.c}` === query.replace(/ /, ':'))?.[0]
  if (row !== undefined) {
    const base = { row, key: keyOf(all, row), genes: [gene(all.gene[row] ?? 0).symbol] }
    if (shown.includes(row)) return found([{ ...base, shown: true, removed_by: null, reasons: [], patterns: [PATTERNS[all.pattern[row] ?? -1] ?? 'dominant'] }])
    if (dismissed(row)) return found([{ ...base, shown: false, removed_by: 'dismissed', reasons: [say('why_dismissed')], patterns: [] }])
    return found([{ ...base, shown: false, removed_by: 'frequency', reasons: ANSWERS[1]?.[1] ? [...ANSWERS[1][1]] : [], patterns: [] }])
  }
  if (/^(chr)?10[:-]/i.test(query)) return { ...blank, answer: 'not_in_file', callable: true, there: [{ gene: 'FGFR2', in_panel: true, callable_permille: 998 }] }
  if (/^(chr)?16[:-]/i.test(query)) return { ...blank, answer: 'not_in_file', callable: false, there: [{ gene: 'PKD1', in_panel: false, callable_permille: 412 }] }
  if (/^(chr)?[\dXYM]+[:-][\d,]+/i.test(query) || /[cnp]\./.test(query)) return { ...blank, answer: 'not_in_file' }
  throw new BackendError({ code: 'bad_input', message_key: 'fault_bad_input', args: { detail: `"${query}" is no variant` } })
}
