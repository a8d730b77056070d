//! Phenotype and variant evidence to ordered candidates, each with its reasons.
