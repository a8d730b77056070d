/// What can go wrong in ranking.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reference data that the ranking rests on is missing.
    #[error(transparent)]
    Knowledge(#[from] knowledge::Error),
    /// The ontology and the annotation do not fit together.
    #[error("no disease has a phenotypic abnormality of this ontology; import --hpo and --hpoa of one release")]
    NoDisease,
}
