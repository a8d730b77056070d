import type { Commands } from '../backend'
import type { KnowledgePage, PanelLine, SourceLine } from '../bindings'
import { BackendError } from '../error'
import { asked, choices, work } from './wire'

// ?state=empty (imported, no panel) | imported (a folder, many panels) | failing | damaged (a file that cannot be read) | slow (an import that lasts).
const STEP_MS = asked === 'slow' ? 1500 : 120

choices.files = [
  '/media/usb/knowledge/hp.json',
  '/media/usb/knowledge/phenotype.hpoa',
  '/media/usb/knowledge/genes_to_disease.txt',
  '/media/usb/knowledge/ensembl_genes_grch38.txt.gz',
  '/media/usb/knowledge/hp-ja.babelon.tsv',
  '/media/usb/knowledge/panels/網膜色素変性と類縁疾患 第3版.tsv',
  '/media/usb/knowledge/gene_list_2026.tsv',
]

const hash = (seed: number): string => Array.from({ length: 64 }, (_, place) => ((seed * 7919 + place * place * 31 + (place + 3) * (seed + 11)) % 16).toString(16)).join('')

const source = (kind: string, name: string, release: string | null, at: number): SourceLine => ({ kind, name, release, sha256: hash(at) })

const starter: SourceLine[] = [
  ['hpo', 'hp.json.gz', '2025-05-06'],
  ['hpoa', 'phenotype.hpoa.gz', '2025-05-06'],
  ['genes_to_disease', 'genes_to_disease.txt.gz', null],
  ['mondo', 'mondo_exactmatch_omim.sssom.tsv', '2026-08-04'],
  ['mondo', 'mondo_exactmatch_orphanet.sssom.tsv', '2026-08-04'],
  ['gene_coordinates', 'ensembl_genes_37.txt.gz', null],
  ['gene_coordinates', 'ensembl_genes_38.txt.gz', null],
  ['sensitive', 'acmg_sf_v3.2.tsv', null],
  ['sensitive', 'sensitive_adult_onset.tsv', null],
  ['panel', 'aortopathy.tsv', '1'],
  ['panel', 'craniosynostosis.tsv', '1'],
  ['panel', 'diabetes-optic-atrophy-deafness.tsv', '1'],
  ['panel', 'hearing-loss.tsv', '1'],
  ['hgnc', 'hgnc_symbols_id.txt.gz', '2020-02-11'],
  ['hpo_ja', 'hpo-ja.tsv', null],
  ['disease_ja', 'disease-ja.tsv', null],
].map(([kind, name, release], at) => source(kind ?? '', name ?? '', release ?? null, at))

const panel = (name: string, genes: string): PanelLine => ({ name, genes: genes.split(' ') })

const panels: PanelLine[] = [
  panel('aortopathy', 'ACTA2 BGN COL3A1 EFEMP2 FBN1 FBN2 LOX MYH11 MYLK PRKG1 SKI SLC2A10 SMAD3 TGFB2 TGFB3 TGFBR1 TGFBR2'),
  panel('craniosynostosis', 'ALX4 EFNB1 ERF FGFR1 FGFR2 FGFR3 IL11RA MEGF8 MSX2 POR RAB23 SKI SMAD6 TCF12 TWIST1 ZIC1'),
  panel('diabetes-optic-atrophy-deafness', 'ABCC8 AVP CISD2 GATA6 INS KCNJ11 OPA1 OPA3 SLC19A2 SLC29A3 TRMT10A WFS1'),
  panel('hearing-loss', 'ACTG1 CDH23 COCH EYA4 GJB2 GJB6 KCNQ4 LOXHD1 MYO15A MYO6 MYO7A OTOA OTOF POU4F3 SLC26A4 STRC TECTA TMC1 TMPRSS3 WFS1'),
]

const many = (): PanelLine[] => [
  panel('網膜色素変性と類縁疾患（日本網膜色素変性研究グループ推奨遺伝子、2026年改訂版、成人・小児共通）', 'ABCA4 BBS1 CNGA1 CNGB1 CRB1 CRX EYS FAM161A NR2E3 NRL PDE6A PDE6B PRPF31 PRPF8 PRPH2 RDH12 RHO RP1 RP2 RPE65 RPGR SNRNP200 TULP1 USH2A'),
  ...panels,
  ...Array.from({ length: 40 }, (_, at) => panel(`IRUD-${String(at + 1).padStart(3, '0')}`, Array.from({ length: 12 + ((at * 7) % 90) }, (_, gene) => `GENE${at + 1}X${gene + 1}`).join(' '))),
]

const page = (): KnowledgePage => ({
  starter: asked !== 'imported' && asked !== 'empty' && asked !== 'unread',
  unread: asked === 'unread' ? '/home/aoki/.local/share/shirube/knowledge/20261104T013022Z/manifest.json: schema "shirube.knowledge/2"; this program reads "shirube.knowledge/3"; use a newer version or import the sources again' : null,
  folder: asked === 'imported' || asked === 'empty' || asked === 'unread' ? '/home/aoki/.local/share/shirube/knowledge/20261104T013022Z' : null,
  sources: asked === 'unread' ? [] : asked === 'empty' ? starter.filter((each) => each.kind !== 'panel').slice(0, 3) : starter,
  panels: asked === 'empty' || asked === 'unread' ? [] : asked === 'imported' ? many() : panels,
  kinds: ['hpo', 'hpoa', 'genes_to_disease', 'mondo', 'gene_coordinates', 'sensitive', 'panel', 'hgnc', 'hpo_ja', 'disease_ja', 'nando', 'nando_genes', 'nando_hpo', 'clingen', 'constraint', 'panelapp', 'clinvar'],
})

export const fake: Partial<Commands> = {
  async knowledgePage() {
    if (asked === 'failing') throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: '/home/aoki/.local/share/shirube/knowledge/20261104T013022Z: damaged: hpo.bin does not have the SHA-256 of the manifest; import the sources again' }, retry: true })
    return page()
  },
  async importKnowledge({ files }, progress) {
    work.cancelled = false
    for (const [at, file] of files.entries()) {
      if (work.cancelled) throw new BackendError({ code: 'cancelled', message_key: 'fault_cancelled', args: { detail: 'cancelled; nothing of what was in work was kept' }, retry: true })
      progress({ file: file.path, number: at + 1, of: files.length })
      await new Promise((done) => setTimeout(done, STEP_MS))
      if (asked === 'damaged' && file.kind === 'hpoa')
        throw new BackendError({ code: 'bad_file', message_key: 'fault_bad_file', args: { detail: 'phenotype.hpoa:10482: frequency: "12 of 7"; expected n/m with n at most m, a percentage or an HPO frequency term; download the file again or mend the line' } })
    }
    return files.map((file, at) => source(file.kind, file.path.split('/').at(-1) ?? '', file.kind === 'hpo' ? '2026-09-01' : null, at + 40))
  },
}
