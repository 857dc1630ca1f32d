package eval

// Kinds are the kinds of gold set that this program can score, in the order of
// the pipeline.
func Kinds() []Kind {
	return []Kind{
		pages(),
		Trees(),
		Names(),
		Times(),
		quotes(),
		PairKind(),
		Ledgers(),
		Told(),
	}
}
