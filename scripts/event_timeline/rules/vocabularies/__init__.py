"""VOC: vocabularies against the codebook."""
