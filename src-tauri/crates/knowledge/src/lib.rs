//! Reference data: HPO, diseases, genes, coordinates, panels, sensitive lists: import, versions, look-up.
