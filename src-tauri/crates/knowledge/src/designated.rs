//! The designated intractable diseases (指定難病) as lists of genes.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DiseaseId, GeneSymbol};

use crate::{JapaneseDisease, Knowledge, lookup::Content};

/// A designated intractable disease with everything that is below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DesignatedDisease {
    /// The Japanese name: of NANDO; without it those of the diseases that carry the number.
    pub name_ja: String,
    /// The English name, likewise.
    pub name_en: Option<String>,
    /// The reading of the Japanese name in hiragana.
    pub kana: Option<String>,
    /// The genes of its diseases by NanbyoData and genes_to_disease.
    pub genes: BTreeSet<GeneSymbol>,
}

impl Knowledge {
    /// The designated intractable diseases by their number, also those without a known gene.
    pub fn designated_diseases(&self) -> BTreeMap<u16, DesignatedDisease> {
        let mut found: BTreeMap<u16, DesignatedDisease> = BTreeMap::new();
        for class in self.nando_classes() {
            let Some(number) = class.shitei_nanbyo() else { continue };
            let genes = self.genes_of_all(std::iter::once(class.id).chain(self.same_as_nando(class)));
            found.entry(number).or_default().genes.extend(genes);
        }
        let mut placed: BTreeMap<u16, Vec<&JapaneseDisease>> = BTreeMap::new();
        for disease in self.japanese_diseases() {
            let Some(number) = disease.shitei_nanbyo else { continue };
            found.entry(number).or_default().genes.extend(self.genes_of_all([disease.disease]));
            placed.entry(number).or_default().push(disease);
        }
        for (number, designated) in &mut found {
            let diseases = placed.get(number).map(Vec::as_slice).unwrap_or_default();
            if let Some(class) = self.designated(*number) {
                designated.name_ja.clone_from(&class.name_ja);
                designated.name_en.clone_from(&class.name_en);
                designated.kana.clone_from(&class.kana);
            } else {
                let japanese: BTreeSet<&str> = diseases.iter().map(|d| d.name.as_str()).collect();
                let english: BTreeSet<&str> = diseases.iter().filter_map(|d| self.disease_name(d.disease)).collect();
                designated.name_ja = japanese.into_iter().collect::<Vec<_>>().join("、");
                designated.name_en = Some(english.into_iter().collect::<Vec<_>>().join("; ")).filter(|n| !n.is_empty());
            }
        }
        found
    }

    /// The genes of the diseases that have exactly this Japanese name or synonym; empty where none is known.
    pub fn genes_of_name_ja(&self, name: &str) -> BTreeSet<GeneSymbol> {
        let named = |class: &&crate::NandoClass| class.name_ja == name || class.synonyms.iter().any(|s| s == name);
        let classes = self.nando_classes().iter().filter(named);
        let by_class = classes.flat_map(|class| std::iter::once(class.id).chain(self.same_as_nando(class)));
        let stated = self.japanese_diseases().filter(|d| d.name == name).map(|d| d.disease);
        self.genes_of_all(by_class.chain(stated)).collect()
    }

    fn genes_of_all(&self, diseases: impl IntoIterator<Item = DiseaseId>) -> impl Iterator<Item = GeneSymbol> {
        diseases.into_iter().flat_map(|disease| {
            let linked = self.genes_of(disease).map(|link| link.symbol.clone());
            linked.chain(self.nando_genes(disease).into_iter().cloned())
        })
    }

    fn japanese_diseases(&self) -> impl Iterator<Item = &JapaneseDisease> {
        let all = self.contents().filter_map(|c| if let Content::DiseaseJa(names) = c { Some(names) } else { None });
        all.flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SourceKind;

    #[test]
    fn a_designated_disease_has_the_genes_of_all_that_is_below_it() {
        let nando = "@prefix n: <http://nanbyodata.jp/ontology/> .\n\
            @prefix r: <http://www.w3.org/2000/01/rdf-schema#> .\n\
            n:NANDO_1200010 n:NANDO_hasNotificationNumber \"18\" ; r:label \"脊髄小脳変性症\"@ja, \"せきずい\"@ja-hira .\n\
            n:NANDO_1200041 n:NANDO_hasNotificationNumber \"18\" ; r:label \"脊髄小脳失調症3型\"@ja ; \
              r:subClassOf n:NANDO_1200010 .\n";
        let links = "NANDO:1200041\tATXN3\n";
        let names = "disease_id\tname_ja\tshitei_nanbyo_number\nOMIM:164400\t脊髄小脳失調症1型\t18\n\
            OMIM:101200\tアペール症候群\t182\n";
        let genes = "ncbi_gene_id\tgene_symbol\tassociation_type\tdisease_id\tsource\n\
            NCBIGene:6310\tATXN1\tMENDELIAN\tOMIM:164400\tx\n";
        let knowledge = Knowledge::from_sources([
            (SourceKind::Nando, "nando.ttl", nando.as_bytes()),
            (SourceKind::NandoGenes, "genes.tsv", links.as_bytes()),
            (SourceKind::DiseaseJa, "ja.tsv", names.as_bytes()),
            (SourceKind::GenesToDisease, "genes.txt", genes.as_bytes()),
        ])
        .expect("sources");
        let all = knowledge.designated_diseases();
        let ataxia = &all[&18];
        assert_eq!((ataxia.name_ja.as_str(), ataxia.kana.as_deref()), ("脊髄小脳変性症", Some("せきずい")));
        let symbols =
            |genes: &BTreeSet<GeneSymbol>| genes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(symbols(&ataxia.genes), "ATXN1 ATXN3");
        assert_eq!(all[&182].name_ja, "アペール症候群", "without NANDO the table of names is what there is");
        assert!(all[&182].genes.is_empty(), "a number without a known gene is no gap in the list");
        assert_eq!(symbols(&knowledge.genes_of_name_ja("脊髄小脳失調症3型")), "ATXN3");
        assert_eq!(symbols(&knowledge.genes_of_name_ja("脊髄小脳失調症1型")), "ATXN1");
        assert!(knowledge.genes_of_name_ja("脊髄").is_empty(), "part of a name is another disease");
    }
}
