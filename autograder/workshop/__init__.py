"""The author's tools: new exercises, proofs, mutants, and watching."""
