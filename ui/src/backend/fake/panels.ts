import type { Commands } from '../backend'
import type { PanelChoice, PanelKind, PanelNews } from '../bindings'
import { fake as variants } from './variants'
import { asked } from './wire'

// ?state=one_version (no panel has another one) | waiting (the newer one is used from the next sign-in on).

const choice = (kind: PanelKind, name: string, genes: number, more: Partial<PanelChoice> = {}): PanelChoice => ({ name, kind, name_ja: null, name_en: null, kana: null, version: '1', published: null, grades: null, genes, diseases_known: null, diseases: null, ...more })
const designated = (number: number, genes: number, name_ja: string, name_en: string, kana: string): PanelChoice => choice('designated', `指定難病${number}`, genes, { name_ja, name_en, kana, version: '2025-08-26' })

const PANELS: PanelChoice[] = [
  choice('own', '網膜色素変性と類縁疾患', 42, { version: '3' }),
  choice('shipped', 'aortopathy', 17),
  choice('shipped', 'craniosynostosis', 22),
  choice('shipped', 'hearing-loss', 31),
  choice('shipped', 'neuroacanthocytosis-chorea', 11),
  choice('shipped', 'retinal-dystrophy', 9),
  choice('shipped', 'x-linked-growth-face', 14),
  choice('panel_app', 'Retinal disorders', 412, { version: '7.12', published: '2026-08-14', grades: { green: 301, amber: 47, red: 64 } }),
  ...Array.from({ length: 40 }, (_, at) => choice('panel_app', `Panel of PanelApp ${at + 1}`, 12 + ((at * 37) % 300), { version: `${(at % 7) + 1}.${at}`, published: '2026-08-14', grades: { green: 10 + at, amber: at % 5, red: at % 3 } })),
  choice('insured', 'insured-tests', 141, { version: '2019-09', diseases: 78, diseases_known: 61 }),
  designated(90, 71, '網膜色素変性症', 'Retinitis pigmentosa', 'もうまくしきそへんせいしょう'),
  designated(167, 1, 'マルファン症候群', 'Marfan syndrome', 'まるふぁんしょうこうぐん'),
  designated(303, 9, 'アッシャー症候群', 'Usher syndrome', 'あっしゃーしょうこうぐん'),
  choice('secondary_findings', 'acmg_sf_v3.2', 81, { name_en: 'ACMG SF v3.2', version: null }),
]

export const fake: Partial<Commands> = {
  async panelChoices() {
    return {
      panels: PANELS,
      suggested: [
        { name: 'Retinal disorders', share: 0.93, best: 9, of: 10 },
        { name: '指定難病90', share: 0.71, best: 6, of: 10 },
        { name: 'retinal-dystrophy', share: 0.64, best: 5, of: 10 },
      ],
    }
  },

  async panelNews({ panel, filter }): Promise<PanelNews | null> {
    if (panel !== 'Retinal disorders' || asked === 'one_version') return null
    const { window } = (await variants.filterVariants?.({ ...filter, panels: [panel] })) ?? { window: { rows: [] } }
    const come = window.rows.filter(({ gene }) => gene === 'PRPF31').slice(0, 1)
    const mode = 'BIALLELIC, autosomal or pseudoautosomal'
    return {
      older: { version: '7.4', published: '2026-02-03' },
      newer: { version: '7.12', published: '2026-08-14' },
      waiting: asked === 'waiting',
      genes: [
        { gene: 'ARSG', older: null, newer: { grade: 'green', mode } },
        { gene: 'CNGA1', older: { grade: 'green', mode }, newer: null },
        { gene: 'PRPF31', older: { grade: 'amber', mode: 'MONOALLELIC' }, newer: { grade: 'green', mode: 'MONOALLELIC' } },
      ],
      coming: come.length,
      going: 0,
      come,
      go: [],
    }
  },
}
