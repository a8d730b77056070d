/** A file to import, with what it is taken for. */
export interface Chosen {
  path: string
  kind: string | undefined
  assembly: string | undefined
}

/** The name of a file without its folder, whatever the system writes between them. */
export function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}

/** The first that fits names the kind; what fits none is left to the person. */
const NAMES: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/genes?_to_disease/, 'genes_to_disease'],
  [/(hpo?|phenotype)[-_.]?ja\b|babelon/, 'hpo_ja'],
  [/(disease|nando)s?[-_.]?ja\b/, 'disease_ja'],
  [/\.ttl\b/, 'nando'],
  [/nan(byo|do)[-_.]?gene/, 'nando_genes'],
  [/nan(byo|do)[-_.]?(phenotype|hpo)/, 'nando_hpo'],
  [/clingen/, 'clingen'],
  [/constraint/, 'constraint'],
  [/clinvar/, 'clinvar'],
  [/panelapp|\bpanel.*\.json\b/, 'panelapp'],
  [/\.hpoa\b/, 'hpoa'],
  [/\bhp(o)?\b.*\.json\b/, 'hpo'],
  [/mondo|sssom/, 'mondo'],
  [/hgnc/, 'hgnc'],
  [/acmg[-_.]?sf|sensitive|adult[-_.]?onset|secondary/, 'sensitive'],
  [/ensembl|biomart|gene[-_.]?coordinates|\bgenes?[-_.](grch|hg)?(19|37|38)/, 'gene_coordinates'],
]

/** What a file is by its name (and for a panel by its folder), and its assembly where that matters. */
export function guess(path: string): Chosen {
  const name = nameOf(path).toLowerCase()
  const found = NAMES.find(([pattern]) => pattern.test(name))?.[1]
  const kind = found ?? (/panel/.test(name) || /(^|[/\\])panels?[/\\][^/\\]+$/i.test(path) ? 'panel' : undefined)
  return { path, kind, assembly: kind === 'gene_coordinates' ? assemblyIn(name) : undefined }
}

function assemblyIn(name: string): string | undefined {
  if (/(^|[^0-9])(grch|hg|b)?38([^0-9]|$)/.test(name)) return 'GRCh38'
  return /(^|[^0-9])(grch37|hg19|b37|37|19)([^0-9]|$)/.test(name) ? 'GRCh37' : undefined
}

/** Kinds of which there is one file only; one of gene coordinates per assembly. */
const ONE = ['hpo', 'hpoa', 'genes_to_disease', 'hpo_ja', 'disease_ja', 'gene_coordinates', 'nando', 'nando_genes', 'nando_hpo', 'clingen', 'constraint']

export type Problem = 'kind' | 'assembly' | 'twice'

/** What is wrong with each file, in their order. */
export function problemsOf(files: readonly Chosen[]): (Problem | undefined)[] {
  const same = (a: Chosen, b: Chosen): boolean => a.kind === b.kind && a.assembly === b.assembly
  return files.map((file, at) => {
    if (file.kind === undefined) return 'kind'
    if (file.kind === 'gene_coordinates' && file.assembly === undefined) return 'assembly'
    return ONE.includes(file.kind) && files.findIndex((other) => same(other, file)) < at ? 'twice' : undefined
  })
}
