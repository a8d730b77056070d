import { describe, expect, it } from 'vitest'
import { guess, nameOf, problemsOf } from './guess'
import { panelsWith } from './search'

describe('a file by its name', () => {
  it.each([
    ['/a/hp.json', 'hpo'],
    ['/a/hp.json.gz', 'hpo'],
    ['/a/phenotype.hpoa', 'hpoa'],
    ['/a/genes_to_disease.txt', 'genes_to_disease'],
    ['/a/mondo_exactmatch_omim.sssom.tsv', 'mondo'],
    ['/a/hp-ja.babelon.tsv', 'hpo_ja'],
    ['/a/hpo-ja.tsv', 'hpo_ja'],
    ['/a/disease-ja.tsv', 'disease_ja'],
    ['/a/hgnc_symbols_id.txt.gz', 'hgnc'],
    ['/a/acmg_sf_v3.2.tsv', 'sensitive'],
    ['/a/sensitive_adult_onset.tsv', 'sensitive'],
    ['/a/ensembl_genes_38.txt.gz', 'gene_coordinates'],
    ['/a/nando.ttl', 'nando'],
    ['/a/nanbyo-gene-associations.tsv', 'nando_genes'],
    ['/a/nanbyo-phenotype-associations.tsv', 'nando_hpo'],
    ['/a/Clingen-Gene-Disease-Summary-2025-01-03.csv', 'clingen'],
    ['/a/gnomad.v4.1.constraint_metrics.tsv', 'constraint'],
    ['/a/clinvar_20250504.vcf.gz', 'clinvar'],
    ['/a/panelapp-137.json', 'panelapp'],
    ['C:\\data\\panels\\網膜.tsv', 'panel'],
    ['/panels/old/list.tsv', undefined],
    ['/a/list.tsv', undefined],
  ])('%s is taken for %s', (path, kind) => {
    expect(guess(path).kind).toBe(kind)
  })

  it('knows the assembly of gene coordinates where the name says it', () => {
    expect(guess('/a/ensembl_genes_38.txt.gz').assembly).toBe('GRCh38')
    expect(guess('/a/biomart.hg19.txt').assembly).toBe('GRCh37')
    expect(guess('/a/ensembl_genes_grch37.txt').assembly).toBe('GRCh37')
    expect(guess('/a/ensembl_genes.txt').assembly).toBeUndefined()
    expect(guess('/a/hgnc_38.txt').assembly).toBeUndefined()
  })

  it('has a name without its folder on every system', () => {
    expect([nameOf('/a/b.tsv'), nameOf('C:\\a\\b.tsv'), nameOf('b.tsv')]).toEqual(['b.tsv', 'b.tsv', 'b.tsv'])
  })
})

describe('what keeps files from being imported', () => {
  it('is a kind that is not known, an assembly that is not known, or a second of a kind with one', () => {
    const files = ['/a/list.tsv', '/a/ensembl_genes.txt', '/a/hp.json', '/b/hp.json', '/a/panel1.tsv', '/a/panel2.tsv', '/a/ensembl_genes_37.txt', '/a/ensembl_genes_38.txt'].map(guess)
    expect(problemsOf(files)).toEqual(['kind', 'assembly', undefined, 'twice', undefined, undefined, undefined, undefined])
  })
})

describe('the search for a gene', () => {
  const panels = [
    { name: 'a', genes: ['EYS', 'RP1', 'RP2'] },
    { name: 'b', genes: ['C1orf112', 'RP1'] },
  ]

  it('finds the panels with a gene that begins so, whatever the width and case of the letters', () => {
    expect(panelsWith(panels, 'ｅｙ')).toEqual([{ panel: panels[0], genes: ['EYS'] }])
    expect(panelsWith(panels, 'rp1 ').map(({ panel }) => panel.name)).toEqual(['a', 'b'])
    expect(panelsWith(panels, 'c1ORF').map(({ genes }) => genes)).toEqual([['C1orf112']])
    expect(panelsWith(panels, 'BRCA1')).toEqual([])
  })

  it('shows all of them while nothing is typed', () => {
    expect(panelsWith(panels, ' ')).toHaveLength(2)
  })
})
