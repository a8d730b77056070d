/** Genes with the disease that they are linked to. The links are public knowledge; every variant of the fake is invented. */
export interface Gene {
  symbol: string
  name: string
  hgnc: string
  chrom: string
  start: number
  diseases: readonly { id: string; ja: string | null; en: string; nanbyo: number | null; modes: readonly string[] }[]
}

const AD = ['autosomal_dominant'] as const
const AR = ['autosomal_recessive'] as const
const BOTH = ['autosomal_dominant', 'autosomal_recessive'] as const
const XR = ['x_linked_recessive'] as const

type Line = readonly [symbol: string, name: string, hgnc: number, chrom: string, start: number, diseases: readonly (readonly [id: number, ja: string | null, en: string, nanbyo: number | null, modes: readonly string[]])[]]

const LINES: readonly Line[] = [
  ['EYS', 'eyes shut homolog', 21555, '6', 63_719_980, [[602772, '網膜色素変性症25', 'Retinitis pigmentosa 25', 90, AR]]],
  ['USH2A', 'usherin', 12601, '1', 215_622_891, [[276901, 'アッシャー症候群2A型', 'Usher syndrome, type 2A', 303, AR], [613809, '網膜色素変性症39', 'Retinitis pigmentosa 39', 90, AR]]],
  ['RP1L1', 'RP1 like 1', 15946, '8', 10_606_349, [[613587, 'オカルト黄斑ジストロフィー', 'Occult macular dystrophy', 301, AD], [618826, '網膜色素変性症88', 'Retinitis pigmentosa 88', 90, AR]]],
  ['ABCA4', 'ATP binding cassette subfamily A member 4', 34, '1', 93_992_834, [[248200, 'スタルガルト病1型', 'Stargardt disease 1', 301, AR], [601718, '網膜色素変性症19', 'Retinitis pigmentosa 19', 90, AR], [604116, '錐体杆体ジストロフィー3', 'Cone-rod dystrophy 3', null, AR], [153800, '加齢黄斑変性2', 'Macular degeneration, age-related, 2', null, AD]]],
  ['CRB1', 'crumbs cell polarity complex component 1', 2343, '1', 197_268_204, [[600105, '網膜色素変性症12', 'Retinitis pigmentosa 12', 90, AR], [613835, 'レーバー先天黒内障8', 'Leber congenital amaurosis 8', null, AR]]],
  ['RHO', 'rhodopsin', 10012, '3', 129_528_639, [[613731, '網膜色素変性症4', 'Retinitis pigmentosa 4', 90, BOTH], [610445, '先天停在性夜盲 常染色体顕性1', 'Night blindness, congenital stationary, autosomal dominant 1', null, AD]]],
  ['PRPF31', 'pre-mRNA processing factor 31', 15446, '19', 54_115_410, [[600138, '網膜色素変性症11', 'Retinitis pigmentosa 11', 90, AD]]],
  ['CNGA1', 'cyclic nucleotide gated channel subunit alpha 1', 2148, '4', 47_935_977, [[613756, '網膜色素変性症49', 'Retinitis pigmentosa 49', 90, AR]]],
  ['MYO7A', 'myosin VIIA', 7606, '11', 77_128_246, [[276900, 'アッシャー症候群1型', 'Usher syndrome, type 1', 303, AR]]],
  ['FBN1', 'fibrillin 1', 3603, '15', 48_408_313, [[154700, 'マルファン症候群', 'Marfan syndrome', 167, AD], [129600, '水晶体偏位1', 'Ectopia lentis 1', null, AD], [614185, '軟骨異形成症を伴う肢端短縮（短肢・短躯・関節拘縮・特徴的顔貌を示すゲレオフィジック異形成症2型）', 'Geleophysic dysplasia 2', null, AD], [616914, 'マルファン様リポジストロフィー症候群', 'Marfan lipodystrophy syndrome', null, AD]]],
  ['TGFBR2', 'transforming growth factor beta receptor 2', 11773, '3', 30_606_502, [[610168, 'ロイス・ディーツ症候群2型', 'Loeys-Dietz syndrome 2', null, AD]]],
  ['SMAD3', 'SMAD family member 3', 6769, '15', 67_063_763, [[613795, 'ロイス・ディーツ症候群3型', 'Loeys-Dietz syndrome 3', null, AD]]],
  ['MYH11', 'myosin heavy chain 11', 7569, '16', 15_703_135, [[132900, '家族性胸部大動脈瘤4', 'Aortic aneurysm, familial thoracic 4', null, AD]]],
  ['COL3A1', 'collagen type III alpha 1 chain', 2201, '2', 188_974_373, [[130050, '血管型エーラス・ダンロス症候群', 'Ehlers-Danlos syndrome, vascular type', 168, AD]]],
  ['TTN', 'titin', 12403, '2', 178_525_989, [[604145, '拡張型心筋症1G', 'Cardiomyopathy, dilated, 1G', 57, AD], [608807, '肢帯型筋ジストロフィー10', 'Muscular dystrophy, limb-girdle, 10', 113, AR]]],
  ['DMD', 'dystrophin', 2928, 'X', 31_097_677, [[310200, 'デュシェンヌ型筋ジストロフィー', 'Duchenne muscular dystrophy', 113, XR]]],
  ['RPGR', 'retinitis pigmentosa GTPase regulator', 10295, 'X', 38_269_163, [[300029, '網膜色素変性症3', 'Retinitis pigmentosa 3', 90, XR]]],
  ['RYR1', 'ryanodine receptor 1', 10483, '19', 38_433_691, [[117000, 'セントラルコア病', 'Central core disease', 111, BOTH], [145600, '悪性高熱症1', 'Malignant hyperthermia susceptibility 1', null, AD]]],
  ['COL6A3', 'collagen type VI alpha 3 chain', 2213, '2', 237_324_003, [[158810, 'ベスレムミオパチー1', 'Bethlem myopathy 1', 31, AD]]],
  ['CDH23', 'cadherin related 23', 13733, '10', 71_396_934, [[601067, 'アッシャー症候群1D型', 'Usher syndrome, type 1D', 303, AR]]],
  ['PKD1', 'polycystin 1, transient receptor potential channel interacting', 9008, '16', 2_088_708, [[173900, '多発性嚢胞腎1', 'Polycystic kidney disease 1', 67, AD]]],
  ['NF1', 'neurofibromin 1', 7765, '17', 31_094_927, [[162200, '神経線維腫症1型', 'Neurofibromatosis, type 1', 34, AD]]],
  ['TFPT', 'TCF3 fusion partner', 13630, '19', 54_107_015, []],
  ['ATXN7', 'ataxin 7', 10560, '3', 63_864_557, [[164500, '脊髄小脳失調症7型', 'Spinocerebellar ataxia 7', 18, AD]]],
]

export const GENES: readonly Gene[] = LINES.map(([symbol, name, hgnc, chrom, start, diseases]) => ({
  symbol,
  name,
  hgnc: `HGNC:${hgnc}`,
  chrom,
  start,
  diseases: diseases.map(([id, ja, en, nanbyo, modes]) => ({ id: `OMIM:${id}`, ja, en, nanbyo, modes })),
}))

/** Genes without a linked disease, and those of the long list by number. */
const OTHERS = ['MUC16', 'OBSCN', 'ZNF462', 'AHNAK2', 'SYNE1', 'HYDIN', 'PCLO', 'FAT4', 'DNAH14', 'CSMD3', 'LAMA3', 'PLEC', 'SACS', 'VPS13C', 'KMT2C', 'FLG', 'ANK2', 'RELN', 'XIRP2', 'HMCN1', 'SSPOP', 'CUBN', 'DST', 'NEB', 'APOB', 'CENPF', 'ASPM', 'LRP2', 'MACF1', 'UBR4', 'ABCA13', 'ADGRV1', 'AKAP9', 'ALMS1', 'ANKRD11', 'ARID1B', 'ATM', 'BPTF', 'CACNA1E', 'CCDC88C', 'CELSR1', 'CEP290', 'CHD7', 'CLTCL1', 'COL12A1', 'COL7A1', 'CPS1', 'CREBBP', 'DMXL1', 'DNAH5', 'DNAH9', 'DOCK7', 'DSCAM', 'DYNC2H1', 'EIF4G1', 'EP400', 'EVC2', 'FANCA', 'FAT1', 'FRAS1', 'FREM2', 'GLI2', 'GPR179', 'HERC1', 'HSPG2', 'IGSF10', 'ITPR1', 'KIAA1109', 'KIF26B', 'LAMA5', 'LYST', 'MDN1', 'MED13L', 'MYCBP2', 'MYO15A', 'NBEA', 'NCOR2', 'NOTCH2', 'NUP205', 'OTOF', 'PCNT', 'PIEZO1', 'PKHD1', 'PRUNE2', 'PTPRQ', 'RANBP2', 'RIMS1', 'ROBO2', 'SCN10A', 'SETD2', 'SHROOM3', 'SPTBN5', 'STAB2', 'TENM3', 'TNXB', 'TRIO', 'UNC13C', 'USP34', 'VPS13D', 'WDFY3', 'XPO1', 'ZFHX3', 'ZNF292']

export function gene(at: number): Gene {
  const known = GENES[at]
  if (known !== undefined) return known
  const other = at - GENES.length
  const symbol = OTHERS[other] ?? `LOC${100_000 + other * 37}`
  return { symbol, name: '', hgnc: `HGNC:${20_000 + other}`, chrom: String((other % 22) + 1), start: 1_000_000 + ((other * 7_919) % 90) * 1_000_000, diseases: [] }
}

export const geneAt = (symbol: string): number => GENES.findIndex((one) => one.symbol.toLowerCase() === symbol.toLowerCase())
