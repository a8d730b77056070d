use std::{collections::BTreeSet, fmt::Write as _};

use consent::{
    AgeClass, ConsentRecord, ConsentScope, ConsentState, Decider, Decision, Item, SensitiveLists, SensitiveMap,
};
use domain::GeneSymbol;
use proptest::prelude::*;

use super::*;
use crate::{Call, Details, Part, ReadOptions, VariantTable, testing};

const HEADER: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr13,length=114364328>\n##contig=<ID=chr15,length=101991189>\n\
    ##INFO=<ID=gnomADe_AF,Number=A,Type=Float,Description=\"x\">\n\
    ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"VEP. Format: Allele|Consequence|SYMBOL|HGVSc\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tmother\tfather\n";

fn sealing(primary: &[&str]) -> Sealing {
    let mut lists = SensitiveLists::default();
    lists.add_tsv("sf", "gene\tonset\nBRCA2\tadult\nFBN1\tany\n").expect("a list");
    let map = SensitiveMap::new(Assembly::GRCh38, lists, |gene| match gene.as_str() {
        "BRCA2" => vec!["13:32315086-32400268".parse().expect("a region")],
        _ => vec!["15:48408313-48645721".parse().expect("a region")],
    })
    .expect("every gene has a place");
    let primary: BTreeSet<GeneSymbol> = primary.iter().map(|g| g.parse().expect("a gene")).collect();
    Sealing::new(Arc::new(map), primary)
}

/// What a split wrote.
struct Parts {
    report: SplitReport,
    open: Vec<u8>,
    slices: BTreeMap<(PersonId, Category), Vec<u8>>,
}

fn split_bytes(bytes: &[u8], sealing: &Sealing) -> Result<Parts, Error> {
    let people = ["child", "mother", "father"].map(|p| p.parse::<PersonId>().expect("an id"));
    let keys = people.iter().flat_map(|p| Category::ALL.map(|c| (p.clone(), c)));
    let (mut open, mut slices) = (Vec::new(), keys.map(|k| (k, Vec::new())).collect::<BTreeMap<_, Vec<u8>>>());
    let sinks = SplitSinks {
        open: &mut open,
        slices: slices.iter_mut().map(|(k, v)| (k.clone(), v as &mut dyn Write)).collect(),
    };
    let report = split(&testing::source(bytes), sealing, None, sinks, &|_| ControlFlow::Continue(()))?;
    Ok(Parts { report, open, slices })
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    bgzf::io::Reader::new(bytes).read_to_string(&mut text).expect("BGZF");
    text
}

/// Blocks that end after each `every` bytes of text or more.
fn packed(text: &str, every: usize) -> Vec<u8> {
    let mut writer = bgzf::io::Writer::new(Vec::new());
    for piece in text.as_bytes().chunks(every.max(1)) {
        writer.write_all(piece).and_then(|()| writer.flush()).expect("memory");
    }
    writer.finish().expect("memory")
}

fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect()
}

fn slice<'a>(parts: &'a Parts, person: &str, category: Category) -> &'a [u8] {
    &parts.slices[&(person.parse().expect("an id"), category)]
}

#[test]
fn a_phase_set_named_by_a_sealed_position_gets_another_name_in_every_field() {
    let record = |position: u32| {
        let sets = "32340300:32340300_GT_G:32340300-1,32340300-2";
        format!("chr13\t{position}\t.\tA\tG\t50\tPASS\tAC=1\tGT:PS:PID:HP\t0|1:{sets}\t0/0:.:.:.\t0/0:.:.:.\n")
    };
    let text = [HEADER, &record(32_500_000), &record(32_600_000)].concat();
    let open = unpacked(&split_bytes(&packed(&text, 1 << 14), &sealing(&[])).expect("split").open);
    assert!(!open.contains("32340300"), "{open}");
    assert_eq!(open.matches("0|1:32500000:32500000_A_G:32500000-1,32500000-2\t").count(), 2, "{open}");
}

const EXAMPLE: &[&str] = &[
    "chr13\t32300000\trs1\tA\tG\t50\tPASS\tAC=2;CSQ=G|upstream_gene_variant|BRCA2|x,G|intron_variant|FRY|c.1A>G\tGT:AD:DP:GQ:PL\t0/1:5,6:11:99:1,2,3\t0/1:5,6:11:99:1,2,3\t0/0:9,0:9:50:0,1,2",
    "chr13\t32340300\trs2;rs3\tGT\tG,GTT\t50\tPASS\tAC=1,1;AN=6;AF=0.1,0.1;gnomADe_AF=0.001,0.002;GeneticModels=f:AD;CSQ=-|frameshift_variant|BRCA2|c.5946del,TT|frameshift_variant|BRCA2|c.5946dup\tGT:AD:DP:GQ:PL\t0/2:5,0,6:11:99:1,2,3,4,5,6\t0/1:5,6,0:11:99:1,2,3,4,5,6\t./.:.:.:.:.",
    "chr13\t32500000\t.\tC\tT\t50\tPASS\tAC=1;Compounds=f:13_32340300_GT_G>5;CSQ=T|missense_variant|OTHER|c.2C>T\tGT:AD:DP:GQ:PS\t0|1:5,6:11:99:32340300\t0/0:9,0:9:50:.\t0|0:9,0:9:50:.",
    "chr13\t32600000\t.\tC\tT\t50\tPASS\tDB;AC=1\tGT:AD:DP:GQ:PS\t0|1:5,6:11:99:32340300\t0/0:9,0:9:50:.\t0|0:9,0:9:50:.",
];

#[test]
fn each_record_goes_where_its_region_belongs() {
    let text = format!("{HEADER}{}\n", EXAMPLE.join("\n"));
    let parts = split_bytes(&packed(&text, 300), &sealing(&[])).expect("split");
    let open = unpacked(&parts.open);
    assert!(!open.contains("BRCA2") && !open.contains("32340300"), "{open}");
    let open = rows(&open);
    assert_eq!(open.len(), 3);
    assert_eq!(open[0][7], "AC=2;CSQ=G|intron_variant|FRY|c.1A>G", "only the entry that names a sealed gene goes");
    assert_eq!(open[1][7], "AC=1;CSQ=T|missense_variant|OTHER|c.2C>T", "a place in a sealed region goes");
    assert_eq!((open[1][9], open[2][9]), ("0|1:5,6:11:99:32500000", "0|1:5,6:11:99:32500000"), "one set, renamed");
    let in_slice = |person| unpacked(slice(&parts, person, Category::SecondaryFindingAdult));
    let child = in_slice("child");
    let expected = "chr13 32340300 . GT GTT . PASS gnomADe_AF=0.002;CSQ=TT|frameshift_variant|BRCA2|c.5946dup GT:AD:DP:GQ 0/1:5,6:11:99";
    assert_eq!(rows(&child), [expected.split(' ').collect::<Vec<_>>()], "nothing tells of the mother's allele");
    assert_eq!(rows(&in_slice("father")), [vec!["chr13", "32340300", ".", "G", ".", ".", ".", ".", "GT", "./."]]);
    assert_eq!(rows(&in_slice("mother"))[0][4], "G");
    assert!(rows(&unpacked(slice(&parts, "child", Category::SecondaryFinding))).is_empty());
    assert!(rows(&unpacked(slice(&parts, "child", Category::AdultOnset))).is_empty());
    assert_eq!(parts.report.open_records, 3);
    assert_eq!(parts.report.source, Sha256::of(&packed(&text, 300)));
    assert_eq!(parts.report.open, Sha256::of(unpacked(&parts.open).as_bytes()));
    assert_eq!(text_digest(&testing::source(parts.open)).expect("BGZF"), parts.report.open);
}

#[test]
fn a_reference_block_belongs_to_the_region_whole() {
    for line in [
        "chr13\t32000000\t.\tA\t.\t.\tPASS\tEND=33000000;MinDP=28\tGT:DP\t0/0:28\t0/0:28\t0/0:28",
        "chr13\t32000000\t.\tA\t.\t.\tLowGQX\tEND=33000000;BLOCKAVG_min30p3a\tGT:GQX:DP:DPF:MIN_DP\t0/0:24:30:0:28\t.\t.",
    ] {
        let parts = split_bytes(format!("{HEADER}{line}\n").as_bytes(), &sealing(&[])).expect("split");
        assert_eq!(unpacked(&parts.open), HEADER, "{line}");
    }
}

#[test]
fn a_chromosome_under_another_name_is_refused() {
    let text = HEADER.replace("ID=chr13,", "ID=gi|568815585|ref|NC_000013.11|,");
    let record = EXAMPLE[1].replace("chr13", "gi|568815585|ref|NC_000013.11|");
    let error = split_bytes(format!("{text}{record}\n").as_bytes(), &sealing(&[])).err().expect("refused").to_string();
    assert!(error.contains("as long as chromosome 13") && error.contains("--rename-chrs"), "{error}");
}

#[test]
fn a_list_of_a_slice_is_cut_only_where_it_is_by_allele() {
    let definitions = "##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"x\">\n\
        ##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"x\">\n\
        ##INFO=<ID=REVEL,Number=.,Type=Float,Description=\"x\">\n\
        ##INFO=<ID=CIPOS,Number=2,Type=Integer,Description=\"x\">\n\
        ##INFO=<ID=GNOMADAF,Number=.,Type=Float,Description=\"x\">\n#CHROM";
    let record = "chr13\t32340300\t.\tG\tT,C\t.\tPASS\tgnomADe_AF=0.1,0.2;CLNREVSTAT=criteria_provided,_single_submitter;\
        CLNSIG=Pathogenic,_low_penetrance;REVEL=0.2,0.7;CIPOS=-5,5;GNOMADAF=0.3,0.4;SVLEN=-1,-2\tGT\t0/2\t0/0\t0/0";
    let text = format!("{}{record}\n", HEADER.replace("#CHROM", definitions));
    let parts = split_bytes(text.as_bytes(), &sealing(&[])).expect("split");
    let child = unpacked(slice(&parts, "child", Category::SecondaryFindingAdult));
    assert_eq!(
        rows(&child)[0][7],
        "gnomADe_AF=0.2;CLNREVSTAT=criteria_provided,_single_submitter;CLNSIG=Pathogenic,_low_penetrance;REVEL=0.2,0.7;\
            CIPOS=-5,5;SVLEN=-2",
        "and of frequencies of which nobody knows whose they are there is none"
    );
}

#[test]
fn a_primary_gene_stays_open() {
    let text = format!("{HEADER}{}\n", EXAMPLE.join("\n"));
    let source = packed(&text, 300);
    let parts = split_bytes(&source, &sealing(&["BRCA2"])).expect("split");
    assert_eq!(parts.open, source, "nothing changes, so every block is copied as it is");
}

#[test]
fn a_spanning_deletion_and_a_breakend_belong_to_the_region_whole() {
    let lines = [
        "chr13\t30000000\t.\tA\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=33000000\tGT\t0/1\t0/0\t0/0",
        "chr13\t30000000\t.\tA\t<DEL>\t.\tPASS\tSVTYPE=DEL;SVLEN=-3000000\tGT\t0/1\t0/0\t0/0",
        "chr13\t32310085\t.\tAC\tA\t.\tPASS\t.\tGT\t0/1\t0/0\t0/0",
        "NC_000013.11\t32340300\t.\tG\tA\t.\tPASS\t.\tGT\t0/1\t0/0\t0/0",
        "chr15\t100\t.\tA\tA]chr13:32340000]\t.\tPASS\tSVTYPE=BND\tGT\t0/1\t0/0\t0/0",
    ];
    for line in lines {
        let parts = split_bytes(format!("{HEADER}{line}\n").as_bytes(), &sealing(&[])).expect("split");
        assert_eq!(unpacked(&parts.open), HEADER, "{line}");
        assert_eq!(rows(&unpacked(slice(&parts, "child", Category::SecondaryFindingAdult))).len(), 1, "{line}");
    }
    let beside = "chr13\t32310084\t.\tAC\tA\t.\tPASS\t.\tGT\t0/1\t0/0\t0/0";
    let parts = split_bytes(format!("{HEADER}{beside}\n").as_bytes(), &sealing(&[])).expect("split");
    assert_eq!(rows(&unpacked(&parts.open)).len(), 1, "it ends one base before the flank");
}

#[test]
fn a_cut_or_foreign_source_is_an_error() {
    let source = packed(&format!("{HEADER}{}\n", EXAMPLE.join("\n")), 200);
    for cut in [source.len() - 28, source.len() - 40, source.len() / 2] {
        let error = split_bytes(&source[..cut], &sealing(&[])).map(|p| p.report).expect_err("cut off");
        assert!(matches!(error, Error::MissingEof { .. } | Error::Truncated { .. }), "{error}");
    }
    let sinks = SplitSinks { open: &mut Vec::new(), slices: BTreeMap::new() };
    let error = split(&testing::source(source), &sealing(&[]), None, sinks, &|_| ControlFlow::Continue(()))
        .expect_err("no sinks");
    assert!(error.to_string().contains("no sink for child"), "{error}");
}

fn state(person: &str, items: &[Item]) -> ConsentState {
    let decisions = items.iter().map(|&i| (i, Decision::Agreed)).collect();
    let person = person.parse().expect("an id");
    let (icf_version, date) = ("1".into(), "2026-04-01".into());
    let record =
        ConsentRecord { person, icf_version, decider: Decider::Person, proxy: None, date, decisions, withdrawn: false };
    ConsentState::of(&record, AgeClass::Adult)
}

#[test]
fn slices_that_are_opened_join_and_show_one_person() {
    let parts = split_bytes(&packed(&format!("{HEADER}{}\n", EXAMPLE.join("\n")), 100), &sealing(&[])).expect("split");
    let opened = [Item::Participation, Item::SecondaryFindings, Item::SecondaryFindingsAdult];
    let people = [state("child", &opened), state("mother", &[Item::Participation]), state("father", &opened[..1])];
    let scope = ConsentScope::for_case(sealing(&[]), &"child".parse().expect("an id"), &people).expect("takes part");
    let open = testing::source(parts.open.clone());
    let mut table = testing::whole(&open).expect("a table").within(&scope).expect("one assembly");
    assert_eq!(table.rows(), 3);
    let (child, category) = ("child".parse::<PersonId>().expect("an id"), Category::SecondaryFindingAdult);
    let child_slice = testing::source(slice(&parts, "child", category));
    table.join(&child_slice, &child, category, &scope, ReadOptions::default()).expect("joined");
    assert_eq!(table.rows(), 4);
    let row = 3;
    assert_eq!(table.part(row), &Part::Slice { person: child.clone(), category });
    assert_eq!(table.genes().symbol(table.gene(row)), Some("BRCA2"), "the child has opened it");
    assert_eq!(table.max_af(row), Some(0.002));
    assert!(table.samples()[0].genotype(row).is_heterozygous());
    assert_eq!(table.samples()[1].genotype(row).call(), Call::NotShown);
    let mut details = Details::open(&[&open, &child_slice]).expect("opened");
    let detail = details.of(&table, row, &scope).expect("the record");
    assert_eq!((detail.alternate.as_str(), detail.transcripts.len()), ("GTT", 1));
    assert_eq!((detail.sample(0, "GT"), detail.samples[1].clone()), (Some("0/1"), None));
    let mother = "mother".parse::<PersonId>().expect("an id");
    let mother_slice = testing::source(slice(&parts, "mother", category));
    let refused = table.join(&mother_slice, &mother, category, &scope, ReadOptions::default());
    assert!(matches!(refused, Err(Error::Mismatch { .. })), "the mother refused");
    let wrong = table.join(&mother_slice, &child, category, &scope, ReadOptions::default());
    assert!(matches!(wrong, Err(Error::Mismatch { .. })), "another person's slice");
}

#[test]
fn a_loaded_table_shows_what_the_scope_of_the_moment_opens() {
    let text = format!("{HEADER}{}\n", EXAMPLE.join("\n"));
    // Imported while BRCA2 was primary; it no longer is.
    let whole = testing::whole(&testing::source(text.as_str())).expect("a table");
    assert_eq!((whole.rows(), whole.genes().id("BRCA2").is_some()), (5, true));
    let all = [Item::Participation, Item::SecondaryFindings, Item::SecondaryFindingsAdult];
    let scope = |child: &[Item], mother: &[Item]| {
        let people = [state("child", child), state("mother", mother), state("father", &all[..1])];
        ConsentScope::for_case(sealing(&[]), &"child".parse().expect("an id"), &people).expect("takes part")
    };
    let closed = whole.clone().within(&scope(&all[..1], &all[..1])).expect("one assembly");
    assert_eq!((closed.rows(), closed.records()), (3, 3));
    assert_eq!(closed.genes().iter().map(|(_, s)| s).collect::<Vec<_>>(), ["FRY", "OTHER"]);
    let child_only = whole.clone().within(&scope(&all, &all[..1])).expect("one assembly");
    assert_eq!(child_only.rows(), 4, "the allele that only the mother carries is not there");
    assert_eq!(child_only.samples()[1].genotype(1).call(), Call::NotShown);
    assert_eq!(child_only.samples()[1].genotype(0).call(), Call::Full, "elsewhere the mother takes part");
    let withdrawn = whole.within(&scope(&all[..1], &[])).expect("one assembly");
    assert!((0..3).all(|r| withdrawn.samples()[1].genotype(r).call() == Call::NotShown));
    let read = VariantTable::read(&testing::source(text.as_str()), &scope(&all, &all[..1]), ReadOptions::default());
    let read = read.expect("a table");
    assert_eq!((read.rows(), read.samples()[1].genotype(1)), (4, child_only.samples()[1].genotype(1)));
}

fn open_line(position: u32, gt: &str) -> String {
    format!(
        "chr13\t{position}\t.\tA\tG\t9\tPASS\tAC=1;CSQ=G|missense_variant|G{}|c.1\tGT:PS\t{gt}\t0/0:.\t0/1:.",
        position % 7
    )
}

fn sealed_line(position: u32, kind: u8, genotypes: (u8, u8, u8)) -> String {
    let gt = |n: u8| ["0/0", "0/1", "1/1", "./.", "0|1"][usize::from(n % 5)];
    let (alternate, info) = match kind % 4 {
        0 => ("T".to_owned(), "CSQ=T|stop_gained|BRCA2|c.9".to_owned()),
        1 => ("<DEL>".to_owned(), format!("END={}", position + 500_000)),
        2 => ("AT".to_owned(), ".".to_owned()),
        _ => ("*".to_owned(), "AC=3".to_owned()),
    };
    let (a, b, c) = genotypes;
    format!(
        "chr13\t{position}\trs{position}\tA\t{alternate}\t9\tPASS\t{info}\tGT:PS\t{}:{position}\t{}:.\t{}:.",
        gt(a),
        gt(b),
        gt(c)
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever lies in a sealed region, and however the file is packed: the open part and its table are the same.
    #[test]
    fn the_open_part_does_not_depend_on_sealed_data(
        open in proptest::collection::btree_set(32_000_000u32..32_310_000, 0..40),
        beyond in proptest::collection::btree_set(32_405_300u32..33_000_000, 0..40),
        one in proptest::collection::btree_map(32_310_086u32..32_405_268, any::<(u8, (u8, u8, u8))>(), 0..40),
        other in proptest::collection::btree_map(32_310_086u32..32_405_268, any::<(u8, (u8, u8, u8))>(), 0..40),
        every in 20usize..2_000,
        another in 20usize..70_000,
    ) {
        // A phase set that begins in the sealed region, or at its first open record where nothing lies there.
        let text = |sealed: &BTreeMap<u32, (u8, (u8, u8, u8))>| {
            let mut text = HEADER.to_owned();
            for p in &open {
                writeln!(text, "{}", open_line(*p, "0/1:.")).expect("memory");
            }
            for (p, (kind, genotypes)) in sealed {
                writeln!(text, "{}", sealed_line(*p, *kind, *genotypes)).expect("memory");
            }
            let set = sealed.keys().next().or_else(|| beyond.iter().next());
            for p in &beyond {
                writeln!(text, "{}", open_line(*p, &format!("0|1:{}", set.expect("not empty")))).expect("memory");
            }
            text
        };
        let without = split_bytes(text(&BTreeMap::new()).as_bytes(), &sealing(&[])).expect("split");
        let expected = unpacked(&without.open);
        let table = |bytes: &[u8]| {
            let mut table = testing::whole(&testing::source(bytes)).expect("a table");
            table.offset.clear();
            table
        };
        for (sealed, every) in [(&one, every), (&other, another), (&one, another)] {
            let with = split_bytes(&packed(&text(sealed), every), &sealing(&[])).expect("split");
            prop_assert_eq!(unpacked(&with.open), expected.as_str());
            prop_assert_eq!(with.report.open, without.report.open);
            prop_assert_eq!(with.report.open_records, without.report.open_records);
            prop_assert!(table(&with.open) == table(&without.open));
            let in_slices: usize = with.slices.values().map(|s| rows(&unpacked(s)).len()).sum();
            let carried = |g: u8| usize::from(!g.is_multiple_of(5));
            let expected: usize = sealed.values().map(|(_, (a, b, c))| carried(*a) + carried(*b) + carried(*c)).sum();
            prop_assert_eq!(in_slices, expected, "every carried or uncalled genotype is in its person's slice");
        }
    }
}
