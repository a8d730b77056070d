//! Look-ups on small sources whose answers are known by heart.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use domain::{Assembly, GeneSymbol, HpoId, ModeOfInheritance};
use knowledge::{Association, Frequency, FrequencyClass, Knowledge, SourceKind};

const ONTOLOGY: &str = r#"{"graphs":[{"meta":{"version":"http://purl.obolibrary.org/obo/hp/releases/2025-05-06/hp.json"},"nodes":[
{"id":"http://purl.obolibrary.org/obo/HP_0000001","lbl":"All"},
{"id":"http://purl.obolibrary.org/obo/HP_0000006","lbl":"Autosomal dominant inheritance"},
{"id":"http://purl.obolibrary.org/obo/HP_0012275","lbl":"Autosomal dominant inheritance with maternal imprinting"},
{"id":"http://purl.obolibrary.org/obo/HP_0000118","lbl":"Phenotypic abnormality","meta":{"synonyms":[{"pred":"hasExactSynonym","val":"Organ abnormality"}],
 "basicPropertyValues":[{"pred":"http://www.geneontology.org/formats/oboInOwl#hasAlternativeId","val":"HP:0000900"}]}},
{"id":"http://purl.obolibrary.org/obo/HP_0000901","lbl":"obsolete a","meta":{"deprecated":true,"basicPropertyValues":[{"pred":"http://purl.obolibrary.org/obo/IAO_0100001","val":"HP:0000900"}]}},
{"id":"http://purl.obolibrary.org/obo/HP_0000902","lbl":"obsolete b","meta":{"deprecated":true,"basicPropertyValues":[{"pred":"http://purl.obolibrary.org/obo/IAO_0100001","val":"http://purl.obolibrary.org/obo/HP_0000903"}]}},
{"id":"http://purl.obolibrary.org/obo/HP_0000903","lbl":"obsolete c","meta":{"deprecated":true,"basicPropertyValues":[{"pred":"http://purl.obolibrary.org/obo/IAO_0100001","val":"HP:0000902"}]}},
{"id":"http://purl.obolibrary.org/obo/UBERON_0000001","lbl":"an organ"}],
"edges":[{"sub":"http://purl.obolibrary.org/obo/HP_0000118","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000006","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0012275","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000006"}]}]}"#;

const ANNOTATION: &str = "#version: 2025-05-06\n\
database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n\
OMIM:2\tsecond\t\tHP:0000118\tPMID:1\tPCS\t\t3/4\tMALE\t\tP\tx\n\
OMIM:1\tfirst\tNOT\tHP:0000118\tPMID:1\tPCS\t\tHP:0040281\t\t\tP\tx\n\
OMIM:1\tfirst\t\tHP:0012275\tPMID:1\tPCS\t\t\t\t\tI\tx\n\
OMIM:1\tfirst\t\tHP:0003745\tPMID:1\tPCS\t\t\t\t\tI\tx\n";

fn hpo(number: u32) -> HpoId {
    HpoId::from_number(number).expect("small")
}

fn knowledge(sources: &[(SourceKind, &str, &str)]) -> Knowledge {
    let sources = sources.iter().map(|&(kind, file, text)| (kind, file, text.as_bytes()));
    Knowledge::from_sources(sources).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn old_ids_are_followed_but_not_for_ever() {
    let knowledge = knowledge(&[(SourceKind::Hpo, "hp.json", ONTOLOGY)]);
    let ontology = knowledge.ontology().expect("imported");
    assert_eq!(ontology.resolve(hpo(900)), Some(hpo(118)), "alternative id");
    assert_eq!(ontology.resolve(hpo(901)), Some(hpo(118)), "replaced by an alternative id");
    assert_eq!(ontology.resolve(hpo(902)), None, "two terms that replace each other lead nowhere");
    assert_eq!(ontology.resolve(hpo(999)), None, "unknown");
    assert_eq!(ontology.ancestors(hpo(12_275)), [hpo(1), hpo(6), hpo(12_275)]);
    assert_eq!(ontology.old_ids().collect::<Vec<_>>(), [(hpo(900), hpo(118)), (hpo(901), hpo(118))]);
    assert_eq!(ontology.term(hpo(118)).map(|t| t.synonyms.len()), Some(1));
    assert_eq!(ontology.terms().len(), 4, "terms of other ontologies are left out");
}

#[test]
fn annotation_is_read_column_by_column() {
    let sources = [(SourceKind::Hpo, "hp.json", ONTOLOGY), (SourceKind::Hpoa, "phenotype.hpoa", ANNOTATION)];
    let knowledge = knowledge(&sources);
    let all = knowledge.diseases().expect("imported").all();
    assert_eq!(all.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["first", "second"], "by id");
    let [first, second] = all else { panic!("two diseases") };
    assert!(first.annotations[0].absent, "NOT");
    assert_eq!(first.annotations[0].frequency, Frequency::Class(FrequencyClass::VeryFrequent));
    assert_eq!(second.annotations[0].frequency, Frequency::Count { present: 3, examined: 4 });
    assert_eq!(second.annotations[0].sex, Some(domain::Sex::Male));
    let modes = knowledge.modes_of_inheritance(first.id);
    assert!(modes.into_iter().eq([ModeOfInheritance::AutosomalDominant]), "by the term above; sporadic is no mode");
}

#[test]
fn genes_and_diseases_are_linked_both_ways_and_by_former_symbols() {
    let genes = "ncbi_gene_id\tgene_symbol\tassociation_type\tdisease_id\tsource\n\
        NCBIGene:2\tRETREG1\tMENDELIAN\tOMIM:5\tx\nNCBIGene:2\tRETREG1\tUNKNOWN\tOMIM:5\tx\nNCBIGene:1\tA\tPOLYGENIC\tOMIM:5\tx\n\
        NCBIGene:3\t-\tMENDELIAN\tOMIM:5\tx\n";
    let hgnc = "##Generated on 2020/02/11 12:50\n#Symbol\tHGNC_id\tApproved\nRETREG1\t25964\t1\nFAM134B\t25964\t0\nOLD\t1\t0\nOLD\t2\t0\nA\t1\t1\n";
    let knowledge = knowledge(&[(SourceKind::GenesToDisease, "g.txt", genes), (SourceKind::Hgnc, "h.txt", hgnc)]);
    let gene = |symbol: &str| symbol.parse::<GeneSymbol>().expect("a symbol");
    let disease = "OMIM:5".parse().expect("an id");
    let found: Vec<_> = knowledge.genes_of(disease).map(|l| (l.symbol.as_str(), l.association)).collect();
    assert_eq!(
        found,
        [("A", Association::Polygenic), ("RETREG1", Association::Mendelian)],
        "one link a pair, the strongest"
    );
    assert_eq!(knowledge.diseases_of(&gene("FAM134B")).len(), 1, "a former symbol finds its gene");
    assert!(knowledge.diseases_of(&gene("OLD")).is_empty(), "a symbol of two genes finds neither");
    assert_eq!(knowledge.hgnc(&gene("OLD")), None);
}

#[test]
fn genes_at_a_region_are_those_that_share_a_base() {
    let places = "#Chromosome/scaffold name\tGene Start (bp)\tGene End (bp)\tHGNC symbol\tGene ID\n\
        1\t100\t9000\tLONG\tx\n1\t200\t300\tSHORT\tx\n1\t301\t400\tNEXT\tx\n2\t200\t300\tOTHER\tx\nHG1_PATCH\t200\t300\tPATCH\tx\n";
    let knowledge = knowledge(&[(SourceKind::GeneCoordinates, "genes_38.txt", places)]);
    let at = |region: &str| -> Vec<&str> {
        let region = region.parse().expect("a region");
        knowledge.genes_at(&region, Assembly::GRCh38).into_iter().map(GeneSymbol::as_str).collect()
    };
    assert_eq!(at("1:300"), ["LONG", "SHORT"]);
    assert_eq!(at("1:300-301"), ["LONG", "NEXT", "SHORT"]);
    assert_eq!(at("1:9000"), ["LONG"], "found behind shorter genes that start later");
    assert!(at("1:9001-20000").is_empty() && at("1:99").is_empty() && at("3:200-300").is_empty());
    let gene = "SHORT".parse().expect("a symbol");
    assert_eq!(knowledge.regions(&gene, Assembly::GRCh38), ["1:200-300".parse().expect("a region")]);
    assert!(knowledge.regions(&gene, Assembly::GRCh37).is_empty(), "only of the assembly that was imported");
}

#[test]
fn panels_have_many_shapes() {
    let shapes = [
        "FGFR2\nTWIST1\n",
        "# a comment\r\nFGFR2\r\n\r\nTWIST1\r\n",
        "gene\tmode\nFGFR2\tAD\nTWIST1\tAD\n",
        "\"Symbol\",\"HGNC\"\n\"FGFR2\",3689\n\"TWIST1\",12428\n",
        "#hgnc_id\thgnc_symbol\n3689\tFGFR2\n12428\tTWIST1\n",
        "track name=x\nchr10\t121478331\t121598458\tFGFR2\nchr7\t19020990\t19117672\tTWIST1\n",
    ];
    for text in shapes {
        let knowledge = knowledge(&[(SourceKind::Panel, "skull.tsv", text)]);
        let panel = knowledge.panel("skull").unwrap_or_else(|| panic!("{text:?}"));
        assert_eq!(panel.genes.iter().map(GeneSymbol::as_str).collect::<Vec<_>>(), ["FGFR2", "TWIST1"], "{text:?}");
    }
    let named = knowledge(&[(SourceKind::Panel, "p.tsv", "##display_name=Skull\n##version=1.2\nFGFR2\n")]);
    assert_eq!(named.panel("Skull").and_then(|p| p.version.as_deref()), Some("1.2"));
}

#[test]
fn japanese_names_come_from_either_table() {
    let babelon = "source\tsource_version\ttranslation_language\tsubject_id\tpredicate_id\tsource_value\ttranslation_value\ttranslation_status\n\
        s\thttp://purl.obolibrary.org/obo/hp/releases/2023-07-21/hp.owl\tja\tHP:0000118\trdfs:label\tx\t表現型異常\tOFFICIAL\n\
        s\tv\tja\tHP:0000001\trdfs:label\tAll\tNA\tNOT_TRANSLATED\n";
    let plain = "hpo_id\tlabel_ja\nHP:0000118\t表現型異常\n";
    for (table, release) in [(babelon, Some("2023-07-21")), (plain, None)] {
        let knowledge = knowledge(&[(SourceKind::Hpo, "hp.json", ONTOLOGY), (SourceKind::HpoJa, "hp-ja.tsv", table)]);
        assert_eq!(knowledge.term_name_ja(hpo(900)), Some("表現型異常"), "also by an old id");
        assert_eq!(knowledge.term_name_ja(hpo(1)), None);
        assert_eq!(knowledge.versions().nth(1).and_then(|s| s.release.as_deref()), release);
    }
    let diseases = "disease_id\tname_ja\tshitei_nanbyo_number\nOMIM:101200\tアペール症候群\t182\nOMIM:1\tn\t\n";
    let knowledge = knowledge(&[(SourceKind::DiseaseJa, "disease-ja.tsv", diseases)]);
    let name = |id: &str| knowledge.disease_ja(id.parse().expect("an id")).map(|d| (d.name.as_str(), d.shitei_nanbyo));
    assert_eq!(name("OMIM:101200"), Some(("アペール症候群", Some(182))));
    assert_eq!(name("OMIM:1"), Some(("n", None)));
    assert_eq!(name("OMIM:2"), None);
}
