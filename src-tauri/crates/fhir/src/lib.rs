//! The FHIR R4 and Phenopacket shapes that are read and written.
